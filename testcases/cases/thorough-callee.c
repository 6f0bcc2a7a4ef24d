// SPDX-License-Identifier: GPL-2.0-or-later
/* What looks wrong is looked at with all that small functions decide, and with what memory holds. */
#include "../reference/kvm_host.h"

struct ctxt {
	int reg, other;
};

static struct ctxt obj;

/* It has nothing to do with an index, but says yes each time. */
static bool decode(struct ctxt *ctx, int x)
{
	ctx->other = x & 0xf;
	return true;
}

void always(struct kvm_vcpu *vcpu)
{
	struct ctxt *ctx = &obj;

	if (!decode(ctx, 7))
		kvm_gpr_read(vcpu, 40);
	if (decode(ctx, 7))
		kvm_gpr_read(vcpu, 41);			/* expect: index-range */
}

static int with_field(struct ctxt *ctx, int x)
{
	return (x & 7) | (ctx->reg & 7) << 3;
}

/* The mask bounds the field, which holds 0 or 1 here. */
void stored(struct kvm_vcpu *vcpu, int a)
{
	struct ctxt *ctx = &obj;

	ctx->reg = a & 1;
	kvm_gpr_read(vcpu, with_field(ctx, a));			/* expect-safe */
}

static struct ctxt wild;

static int with_wild(struct ctxt *ctx, int x)
{
	return (x & 7) | (ctx->other & 7) << 3;
}

void stored_wrong(struct kvm_vcpu *vcpu, int a)
{
	struct ctxt *ctx = &wild;

	ctx->other = a & 4;
	kvm_gpr_read(vcpu, with_wild(ctx, a));			/* expect: index-range */
}
