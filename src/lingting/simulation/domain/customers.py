"""The people whom the company knows, and the numbers of those whom it does not."""

from __future__ import annotations

from dataclasses import dataclass

from lingting.simulation.domain.chance import Chance

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余"
GIVEN = (
    *("伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇", "军", "杰", "涛", "明"),
    *("秀英", "桂兰", "建国", "志强", "海燕", "晓东", "雨桐", "子涵", "欣怡", "浩然"),
    *("思远", "佳宁", "文博", "春梅", "丽华", "国栋", "振华", "若曦", "梓萱", "一鸣"),
)
FIRMS = (
    *("海纳贸易有限公司", "启明电子科技有限公司", "四季青食品有限公司", "安居物业服务有限公司"),
    *("远航物流有限公司", "百川商贸有限公司", "晨光文化用品店", "同心药房"),
)
NOTES = (
    *("偏好下午联系。", "老客户，已使用三年。", "关注以旧换新活动。", "发票需开公司抬头。"),
    *(
        "曾反映送货延迟，已补偿优惠券。",
        "普通话不太流利，请放慢语速。",
        "家中有老人，上门前先电话。",
    ),
)
MOBILE = ("135", "136", "137", "138", "139", "150", "151", "158", "186", "188")
AREAS = (
    *(("010", "北京市"), ("021", "上海市"), ("020", "广州市"), ("0755", "深圳市")),
    *(("0571", "杭州市"), ("028", "成都市"), ("027", "武汉市"), ("029", "西安市")),
    *(("025", "南京市"), ("0532", "青岛市"), ("0731", "长沙市"), ("0591", "福州市")),
)
"""Area codes with their cities (区号与归属地)."""
LEVELS = ("normal", "important", "vip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A known customer; `level` is a key of the client's list of levels."""

    name: str
    phone: str
    city: str
    level: str
    company: str
    note: str

    @property
    def is_vip(self) -> bool:
        """Whether he has the number of the VIP line."""
        return self.level == "vip"


def draw_customers(chance: Chance, count: int) -> tuple[Customer, ...]:
    """The roster: `count` customers with numbers of their own."""
    made: dict[str, Customer] = {}
    place = 0
    while len(made) < count:
        one = _draw(chance.of("customer", place))
        made.setdefault(one.phone, one)
        place += 1
    return tuple(made.values())


def stranger_number(chance: Chance) -> str:
    """A mobile or landline number as the carrier sends it."""
    return _mobile(chance) if chance.happens(0.8) else _landline(chance, chance.choose(AREAS)[0])


def _draw(chance: Chance) -> Customer:
    area, city = chance.choose(AREAS)
    private = chance.happens(0.75)
    return Customer(
        name=chance.choose(SURNAMES) + chance.choose(GIVEN),
        phone=_mobile(chance) if private else _landline(chance, area),
        city=city,
        level=chance.choose(LEVELS, (0.7, 0.2, 0.1)),
        company="" if private else chance.choose(FIRMS),
        note=chance.choose(NOTES) if chance.happens(0.5) else "",
    )


def _mobile(chance: Chance) -> str:
    return f"{chance.choose(MOBILE)}{chance.whole(0, 9999):04d}{chance.whole(0, 9999):04d}"


def _landline(chance: Chance, area: str) -> str:
    """Eight digits after a code, the first of them 5 to 7."""
    return f"{area}{chance.whole(5, 7)}{chance.whole(0, 9_999_999):07d}"
