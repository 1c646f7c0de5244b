"""Documents: reports rendered in the background to PDF, XLSX or CSV and handed out safely."""
