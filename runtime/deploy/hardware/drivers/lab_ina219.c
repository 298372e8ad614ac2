// SPDX-License-Identifier: GPL-2.0
// An I2C bus with one INA219 at 0x40 that measures what its parameters say, as the data sheet (Texas Instruments SBOS448G) computes it.
#include <linux/i2c.h>
#include <linux/module.h>

static int millivolts = 5000, milliamperes, milliohms = 100;
static bool unplugged;
module_param(millivolts, int, 0644);
module_param(milliamperes, int, 0644);
module_param(milliohms, int, 0644);
module_param(unplugged, bool, 0644);

static u8 pointer;
static u16 configuration = 0x399f, calibration;

static u16 value_of(u8 reg)
{
	int shunt = milliamperes * milliohms / 10; // 10 microvolts a bit
	int current_counts = shunt * calibration / 4096; // equation 4
	int bus = millivolts / 4; // 4 millivolts a bit

	switch (reg) {
	case 0: return configuration;
	case 1: return shunt;
	case 2: return bus << 3 | 2; // converted
	case 3: return current_counts * bus / 5000; // equation 5
	case 4: return current_counts;
	case 5: return calibration;
	}
	return 0xffff;
}

static void write_to(u8 reg, u16 value)
{
	if (reg == 0)
		configuration = value & 0x8000 ? 0x399f : value;
	if (reg == 5 || (reg == 0 && value & 0x8000))
		calibration = reg == 5 ? value & 0xfffe : 0;
}

static int transfer(struct i2c_adapter *adapter, struct i2c_msg *messages, int count)
{
	int i, byte;

	for (i = 0; i < count; i++) {
		struct i2c_msg *message = &messages[i];

		if (unplugged || message->addr != 0x40)
			return -ENXIO;
		for (byte = 0; message->flags & I2C_M_RD && byte < message->len; byte++)
			message->buf[byte] = value_of(pointer) >> (byte % 2 ? 0 : 8);
		if (!(message->flags & I2C_M_RD) && message->len > 0)
			pointer = message->buf[0];
		if (!(message->flags & I2C_M_RD) && message->len > 2)
			write_to(pointer, message->buf[1] << 8 | message->buf[2]);
	}
	return count;
}

static u32 abilities(struct i2c_adapter *adapter)
{
	return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
}

static const struct i2c_algorithm algorithm = { .master_xfer = transfer, .functionality = abilities };
static struct i2c_adapter adapter = { .owner = THIS_MODULE, .name = "lab INA219", .algo = &algorithm };

static int __init begin(void)
{
	return i2c_add_adapter(&adapter);
}

static void __exit end(void)
{
	i2c_del_adapter(&adapter);
}

module_init(begin);
module_exit(end);
MODULE_DESCRIPTION("An I2C bus with an INA219 for rehearsals");
MODULE_LICENSE("GPL");
