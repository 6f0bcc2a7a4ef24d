// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Values that GCC computes in another order than they are written, or finds to be constant: who
 * fixed them, and by which rule they are wrong, must not hang on it.
 */
#include "../reference/kvm_host.h"

/* A mask of ones takes all away that the caller gives: no caller is to blame. */
static void all_ones(struct kvm_vcpu *vcpu, int p)
{
	kvm_gpr_read(vcpu, (-1 | p) + 24);		/* expect: egpr-unguarded */
}

/* So does one of bits that are set. */
static void set_bits(struct kvm_vcpu *vcpu, int p)
{
	u64 w = (u64)((31 | p) & 0x1f) << 8 | 15;

	kvm_gpr_read(vcpu, (u8)(w >> 8));		/* expect: egpr-unguarded */
}

/* And so do bits that are set where the mask leaves some. */
static void set_where_left(struct kvm_vcpu *vcpu, u32 p)
{
	kvm_gpr_read(vcpu, ({ u32 t = p; t & 0x7; }) | 31);	/* expect: egpr-unguarded */
}

/* The mask cuts what the caller gives, be it in front of the | or behind. */
static void cut_behind(struct kvm_vcpu *vcpu, u8 p)
{
	u8 x;

	x = (p | 8) & 0x1f;
	kvm_gpr_read(vcpu, x);				/* expect: egpr-unguarded */
}

static void pass(struct kvm_vcpu *vcpu, u8 p)
{
	kvm_gpr_read(vcpu, p);
}

/* Also where the | is computed in the type of p, and cast before it is masked. */
static void cut_behind_casts(struct kvm_vcpu *vcpu, s8 p)
{
	pass(vcpu, (VCPU_XREG_R24 | p) & 0x3f);	/* expect: egpr-unguarded */
}

/* A mask that cuts is the place, whichever of its bits are there: (x + x) & 31 is (x + x) & 30. */
static void cut(struct kvm_vcpu *vcpu, u32 p)
{
	kvm_gpr_read(vcpu, p & 0x3f);			/* expect: index-range */
	kvm_gpr_read(vcpu, p & 0x3e);			/* expect: index-range */
}

static void cut_double(struct kvm_vcpu *vcpu, u32 p)
{
	p = (((p & 0xf) + (p & 0xf)) - 2) & 0x1f;
	kvm_gpr_read(vcpu, p);				/* expect: egpr-unguarded */
}

static void cut_in_a_byte(struct kvm_vcpu *vcpu, u8 p)
{
	int reg = p;

	p = ((-(reg & 0x3f)) & 0xf) << 3;
	kvm_gpr_read(vcpu, p);				/* expect: index-range */
}

static void not_cut(struct kvm_vcpu *vcpu, u32 p)
{
	kvm_gpr_read(vcpu, p & 0x7f);
}

/* So does a bit-field that is too narrow, be there a mask that is wider or not. */
struct halves {
	u32 low : 3;
	u32 high : 2;
};

static void cut_by_field(struct kvm_vcpu *vcpu, s8 p)
{
	struct halves h = { .low = 7 };

	h.high = p & 0x7;
	kvm_gpr_read(vcpu, h.low | h.high << 3);	/* expect: egpr-unguarded */
	h.high = p;
	kvm_gpr_read(vcpu, h.low | h.high << 3);	/* expect: egpr-unguarded */
}

static void not_cut_by_field(struct kvm_vcpu *vcpu, u32 p)
{
	struct halves h = { .low = 7 };

	h.high = p & 0x7;
	kvm_gpr_read(vcpu, h.low | h.high << 3);
}

/* What an | has no bits of, its operands have not either. */
static void none_of_both(struct kvm_vcpu *vcpu, u32 a)
{
	u32 x = a >> 1;

	if ((((a >> 1) & 0xf) | (x & 0xf)) == 0)
		kvm_gpr_read(vcpu, a & 0x1f);
}

void calls_constants(struct kvm_vcpu *vcpu, u32 a)
{
	cut_behind(vcpu, (a & 7) + 31);
	cut_behind_casts(vcpu, 15);
	cut_by_field(vcpu, -1);
	not_cut_by_field(vcpu, 3);			/* expect: egpr-unguarded */
	none_of_both(vcpu, a);
	cut(vcpu, 0x7e);
	cut_double(vcpu, a & 7);
	cut_in_a_byte(vcpu, 57);
	not_cut(vcpu, 0x7e);				/* expect: index-range */
	set_where_left(vcpu, 5);
	set_where_left(vcpu, a & 1);
	all_ones(vcpu, 5);
	all_ones(vcpu, a & 1);
	set_bits(vcpu, 16);
	set_bits(vcpu, a & 7);
}

/* What happens to be 0 on the way still comes from the caller. */
static void zero_below(struct kvm_vcpu *vcpu, u64 p)
{
	u8 x = p & 15;

	kvm_gpr_read(vcpu, -1 - x);
}

static void zero_between(struct kvm_vcpu *vcpu, s8 p)
{
	u32 x = p & 31;
	int y = p;
	int low = y < 16 ? 16 : y;

	kvm_gpr_read(vcpu, (x - 15) - (low > 31 ? 31 : low));
}

static void zero_and_more(struct kvm_vcpu *vcpu, u8 p)
{
	u64 x = p;

	kvm_gpr_read(vcpu, p - (x + 7));
}

void calls_zero(struct kvm_vcpu *vcpu)
{
	zero_below(vcpu, 0);				/* expect: index-range */
	zero_between(vcpu, 20);				/* expect: index-range */
	zero_and_more(vcpu, 18);			/* expect: index-range */
}

/* 31 or 40..46: one call passes them, one finding tells them. */
static int low_half(struct kvm_vcpu *vcpu, u32 p)
{
	return _static_cpu_has(0) ? p & 31 : p & 15;
}

void two_rules(struct kvm_vcpu *vcpu, u32 a)
{
	u8 top = 31, x = a & 7;
	u64 w;

	x = low_half(vcpu, -x & 0x3f);
	w = (u64)(top + x) << 32 | x;
	kvm_gpr_read(vcpu, (u32)(w >> 32));		/* expect: index-range */
}
