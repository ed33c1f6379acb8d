"""What pages share: forms, pager, uploads, downloads, error pages and template tags; knows no domain."""
