// SPDX-License-Identifier: GPL-2.0-or-later
/* A check that returns 0 or an error number. */
#include "../reference/kvm_host.h"

static int check_reg(int reg)
{
	if (reg < 0 || reg >= 16)
		return -22;
	return 0;
}

int use(struct kvm_vcpu *vcpu, int reg)
{
	int ret = check_reg(reg);

	if (ret)
		return ret;
	kvm_gpr_write(vcpu, reg, 0);			/* expect-safe */
	return 0;
}

/* The answer is looked at the wrong way round. */
int inverted(struct kvm_vcpu *vcpu)
{
	int reg = 40;

	if (!check_reg(reg))
		return 0;
	kvm_gpr_write(vcpu, reg, 0);			/* expect: index-range */
	return 0;
}
