"""What an assessment was made from, in words."""

from registrar.selectors.judged_facts import JudgedFact, judged_facts


def test_judged_facts_are_words_and_say_who_knew() -> None:
    trace = {
        "facts": {
            "standing": "operating",
            "registered_on": "2010-01-01",
            "defect": True,
            "amount": "1250000.5",
            "tier": 3,
        },
        "answers": {"defect": True},
    }

    assert judged_facts(trace) == [
        JudgedFact("สถานะของสถาบัน", "ดำเนินธุรกิจ", False),
        JudgedFact("วันที่จดทะเบียน", "1\xa0ม.ค.\xa02553", False),
        JudgedFact("ระดับชั้นความเข้มแข็งล่าสุด", "3", False),
        JudgedFact("มีข้อบกพร่องที่ยังแก้ไขไม่แล้วเสร็จตามรายงานการสอบบัญชีหรือการตรวจสอบ", "ใช่", True),
        JudgedFact("จำนวนเงินที่เกี่ยวข้อง (บาท)", "1,250,000.5", False),
    ]


def test_judged_facts_of_a_case_that_was_not_assessed_are_none() -> None:
    assert judged_facts({}) == []


def test_judged_facts_leave_out_what_no_rule_reads_any_more() -> None:
    assert judged_facts({"facts": {"forgotten": 1, "loss_years": 2}}) == [
        JudgedFact("จำนวนปีที่ขาดทุนติดต่อกัน", "2", False)
    ]
