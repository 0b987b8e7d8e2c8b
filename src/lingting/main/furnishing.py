"""What a new company needs so that its first call is answered: group, queue, flow, number."""

from lingting.acd.domain.queues import Member, SkillGroup
from lingting.kernel.ids import AgentId, QueueId, SkillGroupId, TenantId, new_id
from lingting.main.wiring import Product

GROUP = "客服组"
QUEUE = "客户服务"
LABEL = "客服热线"


async def furnish(product: Product, tenant: TenantId, number: str) -> None:
    """Everybody who has a seat serves one queue; `number` leads to the default flow."""
    now = product.kit.clock.now()
    group, queue = SkillGroupId(new_id(now)), QueueId(new_id(now))
    await product.acd.load(tenant)
    async with product.kit.db.transaction(tenant) as tx:
        await product.acd.seed(tx)
        seats = await product.identity.seats(tx)
        members = tuple(Member(agent=AgentId(seat.user)) for seat in seats if seat.user)
        await product.acd.admin.save_group(tx, SkillGroup(id=group, name=GROUP, members=members))
        settings = {"requirements": [{"group": str(group), "min_level": 1}]}
        await product.acd.admin.save_queue(tx, queue, QUEUE, settings)
        flow = await product.flows.editing.seed(tx, queue)
        await product.numbers.add(tx, number, LABEL, flow)
