using System.Globalization;

namespace TorchSharp;

/// <summary>Kind of a device; the numbers are libtorch's own.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    MPS = 13,
    META = 14,
}

public static partial class torch
{
    /// <summary>Where a tensor lives: a kind and an index, -1 for the current one of that kind.</summary>
    public class Device
    {
        public Device(string description)
        {
            string[] parts = description.Split(':');
            type = ParseType(parts[0]);
            index = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : DefaultIndex(type);
        }

        public Device(string deviceType, int index = -1)
        {
            type = ParseType(deviceType);
            this.index = index;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(int index)
        {
            type = DeviceType.CUDA;
            this.index = index;
        }

        public DeviceType type { get; }

        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString() =>
            index < 0 ? type.ToString().ToLowerInvariant() : string.Create(CultureInfo.InvariantCulture, $"{type.ToString().ToLowerInvariant()}:{index}");

        public override bool Equals(object? obj) => obj is Device other && other.type == type && other.index == index;

        public override int GetHashCode() => HashCode.Combine(type, index);

        private static DeviceType ParseType(string name) =>
            Enum.TryParse(name, ignoreCase: true, out DeviceType parsed)
                ? parsed
                : throw new ArgumentException($"'{name}' is no device type; use cpu or cuda");

        private static int DefaultIndex(DeviceType type) => type == DeviceType.CUDA ? 0 : -1;
    }

    public static readonly Device CPU = new(DeviceType.CPU);

    public static Device CUDA { get; } = new(DeviceType.CUDA, 0);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);
}
