"""Pure helpers for Thai text: dates, fiscal years, digits, money in words, sorting, search."""
