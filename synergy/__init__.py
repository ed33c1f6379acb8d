"""The frame of the application: settings, accounts, mail, pages and pictures."""
