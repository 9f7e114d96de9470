"""Form fields of the admin for values that are stored as lists and tables. They work without script; admin_forms.js adds comfort."""
