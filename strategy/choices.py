"""The fixed frame of the strategic plan."""

PLAN_YEARS = (2560, 2561, 2562, 2563, 2564)
DATASET = "strategy"
"""Under this name the anomalies of the plan are kept."""
DOCUMENT_TITLE = "แผนยุทธศาสตร์กรมส่งเสริมสหกรณ์ 20 ปี ช่วง 2560–2564"
