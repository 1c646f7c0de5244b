"""Public holidays by fiscal year as versioned figures, and the working days that follow."""
