using System.Buffers.Binary;
using System.Text;
using SdCom.Edge.Runtime.Machine;

namespace SdCom.Edge.Runtime.Tests.Doctor;

/// <summary>A V4L2 driver that answers requests byte for byte as the kernel does.</summary>
internal sealed class FakeCard
{
    /// <summary>Formats with their sizes and, for each size, intervals as fractions of seconds.</summary>
    public List<(string FourCc, List<(int Width, int Height, (int Seconds, int Parts)[] Intervals)> Sizes)> Formats { get; } = [];

    public uint Capabilities { get; set; } = 0x84a00001;

    public uint DeviceCapabilities { get; set; } = 0x04200001;

    /// <summary>Sizes are ranges from 16x16 to the first one.</summary>
    public bool HasRanges { get; set; }

    public bool Answer(uint request, Span<byte> argument)
    {
        switch (request)
        {
            case CameraFormats.QueryCapabilities:
                Encoding.ASCII.GetBytes("uvcvideo", argument);
                Encoding.ASCII.GetBytes("HD Webcam", argument[16..]);
                Set(argument, 84, Capabilities);
                Set(argument, 88, DeviceCapabilities);
                return true;
            case CameraFormats.EnumerateFormats when Get(argument, 0) < Formats.Count:
                Set(argument, 44, Code(Formats[(int)Get(argument, 0)].FourCc));
                return true;
            case CameraFormats.EnumerateSizes:
                return Size(argument);
            case CameraFormats.EnumerateIntervals:
                return Interval(argument);
            default:
                return false;
        }
    }

    private bool Size(Span<byte> argument)
    {
        var sizes = SizesOf(Get(argument, 4));
        int index = (int)Get(argument, 0);
        if (index >= (HasRanges ? 1 : sizes.Count))
            return false;
        Set(argument, 8, HasRanges ? 3u : 1u);
        uint[] values = HasRanges ? [16, (uint)sizes[0].Width, 2, 16, (uint)sizes[0].Height, 2] : [(uint)sizes[index].Width, (uint)sizes[index].Height];
        for (int i = 0; i < values.Length; i++)
            Set(argument, 12 + (4 * i), values[i]);
        return true;
    }

    private bool Interval(Span<byte> argument)
    {
        var sizes = SizesOf(Get(argument, 4));
        uint width = Get(argument, 8), height = Get(argument, 12), index = Get(argument, 0);
        (int Seconds, int Parts)[] intervals = sizes.Single(size => size.Width == width && size.Height == height).Intervals;
        if (index >= intervals.Length)
            return false;
        Set(argument, 16, 1);
        Set(argument, 20, (uint)intervals[index].Seconds);
        Set(argument, 24, (uint)intervals[index].Parts);
        return true;
    }

    private List<(int Width, int Height, (int Seconds, int Parts)[] Intervals)> SizesOf(uint code) => Formats.Single(format => Code(format.FourCc) == code).Sizes;

    private static uint Code(string fourCc) => BinaryPrimitives.ReadUInt32LittleEndian(Encoding.Latin1.GetBytes(fourCc.PadRight(4)));

    private static uint Get(ReadOnlySpan<byte> of, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(of[offset..]);

    private static void Set(Span<byte> of, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(of[offset..], value);
}
