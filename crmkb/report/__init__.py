"""What people open: the HTML report, and the tables for spreadsheets and programs."""
