"""The manners of pages: forms, pager, uploads, downloads, error pages and template tags; knows no domain."""
