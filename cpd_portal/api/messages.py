"""Thai messages of REST framework's fields.

Its own Thai catalogue has gaps and terse texts; a catalogue of ours would be a compiled file.
The class attribute is where the library reads them from.
"""

from rest_framework import serializers

_RANGE = {
    "max_value": "ต้องไม่มากกว่า {max_value}",
    "min_value": "ต้องไม่น้อยกว่า {min_value}",
    "max_string_length": "ยาวเกินไป",
}
_SIZE = {
    "not_a_list": "ต้องเป็นรายการ (array)",
    "empty": "ต้องมีอย่างน้อยหนึ่งรายการ",
    "max_length": "ต้องมีไม่เกิน {max_length} รายการ",
    "min_length": "ต้องมีอย่างน้อย {min_length} รายการ",
}

MESSAGES: dict[type[serializers.Field], dict[str, str]] = {  # type: ignore[type-arg]
    serializers.Field: {"required": "ต้องระบุ", "null": "ต้องไม่เป็น null"},
    serializers.Serializer: {"invalid": "ต้องเป็นวัตถุ JSON (object)"},
    serializers.ListSerializer: _SIZE,
    serializers.ListField: _SIZE,
    serializers.DictField: {"not_a_dict": "ต้องเป็นวัตถุ JSON (object)", "empty": "ต้องไม่ว่าง"},
    serializers.BooleanField: {"invalid": "ต้องเป็น true หรือ false"},
    serializers.CharField: {
        "invalid": "ต้องเป็นข้อความ",
        "blank": "ต้องไม่เป็นข้อความว่าง",
        "max_length": "ต้องยาวไม่เกิน {max_length} ตัวอักษร",
        "min_length": "ต้องยาวอย่างน้อย {min_length} ตัวอักษร",
    },
    serializers.EmailField: {"invalid": "ต้องเป็นที่อยู่อีเมล"},
    serializers.IntegerField: {"invalid": "ต้องเป็นจำนวนเต็ม", **_RANGE},
    serializers.DecimalField: {
        "invalid": "ต้องเป็นตัวเลข",
        "max_digits": "มีตัวเลขรวมได้ไม่เกิน {max_digits} หลัก",
        "max_decimal_places": "มีทศนิยมได้ไม่เกิน {max_decimal_places} ตำแหน่ง",
        "max_whole_digits": "มีตัวเลขหน้าจุดทศนิยมได้ไม่เกิน {max_whole_digits} หลัก",
        **_RANGE,
    },
    serializers.DateField: {
        "invalid": "ต้องเป็นวันที่ ค.ศ. ในรูป YYYY-MM-DD",
        "datetime": "ต้องเป็นวันที่ ไม่ใช่วันเวลา",
    },
    serializers.ChoiceField: {"invalid_choice": "ไม่รู้จักค่า “{input}”"},
}


def speak_thai() -> None:
    """Once, when the application starts."""
    for field, messages in MESSAGES.items():
        field.default_error_messages = {**field.default_error_messages, **messages}
