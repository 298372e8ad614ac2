using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace SdCom.Edge.Runtime.Machine;

/// <summary>A picture format of a camera.</summary>
/// <param name="FourCc">Its four characters, such as MJPG or YUYV.</param>
/// <param name="Width">In pixels; the largest of a range.</param>
/// <param name="Height">In pixels; the largest of a range.</param>
/// <param name="FramesPerSecond">The fastest rate; null where the driver does not tell.</param>
public sealed record CameraFormat(string FourCc, int Width, int Height, double? FramesPerSecond);

/// <summary>What a V4L2 device says of itself.</summary>
/// <param name="Name">The card.</param>
/// <param name="Driver">The kernel's driver.</param>
/// <param name="Captures">Whether pictures come from it: most USB cameras have a second device for metadata.</param>
/// <param name="Formats">In the driver's order.</param>
public sealed record CameraDescription(string Name, string Driver, bool Captures, IReadOnlyList<CameraFormat> Formats)
{
    private const int Shown = 3; // sizes of a format
    private const int ShownFormats = 4; // a camera behind an image processor has dozens

    /// <summary>Whether its pictures come only plane by plane, in buffers of their own, which not every program reads.</summary>
    public bool IsMultiPlanar { get; init; }

    /// <summary>One line: the card, and the largest sizes of each format with their fastest rate.</summary>
    public override string ToString()
    {
        string[] all = [.. Formats.GroupBy(format => format.FourCc).Select(Words)];
        string more = all.Length > ShownFormats ? string.Create(CultureInfo.InvariantCulture, $"; {all.Length - ShownFormats} more formats") : string.Empty;
        string formats = string.Join(", ", all.Take(ShownFormats)) + more;
        return $"{Name} ({Driver}){(Captures ? formats.Length > 0 ? $": {formats}" : ": no formats" : ": no pictures come from it")}";
    }

    private static string Words(IGrouping<string, CameraFormat> formats)
    {
        CameraFormat[] sizes = [.. formats.OrderByDescending(format => format.Width * (long)format.Height)];
        string more = sizes.Length > Shown ? string.Create(CultureInfo.InvariantCulture, $" and {sizes.Length - Shown} more") : string.Empty;
        return $"{formats.Key} {string.Join(" ", sizes.Take(Shown).Select(Size))}{more}";
    }

    private static string Size(CameraFormat format) => string.Create(
        CultureInfo.InvariantCulture, $"{format.Width}x{format.Height}{(format.FramesPerSecond is { } rate ? string.Create(CultureInfo.InvariantCulture, $"@{rate:0.##}") : string.Empty)}");
}

/// <summary>Asks V4L2 devices for their formats, without starting them.</summary>
public static class CameraFormats
{
    // linux/videodev2.h
    internal const uint QueryCapabilities = 0x80685600, EnumerateFormats = 0xC0405602, EnumerateSizes = 0xC02C564A, EnumerateIntervals = 0xC034564B;
    internal const int CapabilitySize = 104, FormatSize = 64, SizeSize = 44, IntervalSize = 52;
    internal const int DriverOffset = 0, CardOffset = 16, CapabilitiesOffset = 84, DeviceCapabilitiesOffset = 88, FormatTypeOffset = 4, FourCcOffset = 44, KindOffset = 8, SizeOffset = 12, IntervalKindOffset = 16, IntervalOffset = 20;
    internal const uint CaptureCapability = 1, PlanarCaptureCapability = 0x1000, HasDeviceCapabilities = 0x80000000;

    private const uint Capture = 1, PlanarCapture = 9; // kinds of buffers
    private const uint Discrete = 1;
    private const int MaxWidthInRange = 4, MaxHeightInRange = 16; // behind SizeOffset
    private const int Most = 256; // of anything: a driver that never ends its list is no reason to hang

    /// <summary>Fills the structure of a request; false at the end of a list, or where the device does not know the request.</summary>
    internal delegate bool Ask(uint request, Span<byte> argument);

    /// <summary>Describes a device; null when it is no V4L2 device.</summary>
    /// <exception cref="IOException">It does not open.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static CameraDescription? Describe(string device)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        return Describe((request, argument) => SystemCalls.Ask(handle, request, argument));
    }

    /// <summary>The same over any device.</summary>
    internal static CameraDescription? Describe(Ask ask)
    {
        Span<byte> about = stackalloc byte[CapabilitySize];
        about.Clear();
        if (!ask(QueryCapabilities, about))
            return null;
        uint abilities = Number(about, CapabilitiesOffset);
        if ((abilities & HasDeviceCapabilities) != 0)
            abilities = Number(about, DeviceCapabilitiesOffset); // of this node; the other field is the whole card's
        bool planar = (abilities & PlanarCaptureCapability) != 0, captures = planar || (abilities & CaptureCapability) != 0;
        List<CameraFormat> formats = [];
        Span<byte> format = stackalloc byte[FormatSize];
        for (uint i = 0; captures && i < Most; i++)
        {
            format.Clear();
            Set(format, 0, i);
            Set(format, FormatTypeOffset, planar ? PlanarCapture : Capture);
            if (!ask(EnumerateFormats, format))
                break;
            AddSizes(ask, Number(format, FourCcOffset), formats);
        }

        return new CameraDescription(Text(about.Slice(CardOffset, 32)), Text(about.Slice(DriverOffset, 16)), captures, formats) { IsMultiPlanar = planar && (abilities & CaptureCapability) == 0 };
    }

    private static void AddSizes(Ask ask, uint fourCc, List<CameraFormat> formats)
    {
        Span<byte> size = stackalloc byte[SizeSize];
        for (uint i = 0; i < Most; i++)
        {
            size.Clear();
            Set(size, 0, i);
            Set(size, 4, fourCc);
            if (!ask(EnumerateSizes, size))
                return;
            bool discrete = Number(size, KindOffset) == Discrete;
            uint width = Number(size, SizeOffset + (discrete ? 0 : MaxWidthInRange)), height = Number(size, SizeOffset + (discrete ? 4 : MaxHeightInRange));
            formats.Add(new CameraFormat(Name(fourCc), (int)width, (int)height, FastestRate(ask, fourCc, width, height)));
            if (!discrete)
                return; // a range is one entry
        }
    }

    // An interval is a fraction of seconds; of a range the first is the shortest.
    private static double? FastestRate(Ask ask, uint fourCc, uint width, uint height)
    {
        double? fastest = null;
        Span<byte> interval = stackalloc byte[IntervalSize];
        for (uint i = 0; i < Most; i++)
        {
            interval.Clear();
            Set(interval, 0, i);
            Set(interval, 4, fourCc);
            Set(interval, 8, width);
            Set(interval, 12, height);
            if (!ask(EnumerateIntervals, interval))
                break;
            uint seconds = Number(interval, IntervalOffset), parts = Number(interval, IntervalOffset + 4);
            if (seconds > 0)
                fastest = Math.Max(fastest ?? 0, parts / (double)seconds);
            if (Number(interval, IntervalKindOffset) != Discrete)
                break;
        }

        return fastest;
    }

    private static uint Number(ReadOnlySpan<byte> of, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(of[offset..]);

    private static void Set(Span<byte> of, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(of[offset..], value);

    // The highest bit tells the big-endian twin of a format.
    private static string Name(uint fourCc) => string.Concat(Enumerable.Range(0, 4).Select(i => (char)((fourCc >> (8 * i)) & 0x7f))).TrimEnd() + (fourCc >> 31 != 0 ? "-BE" : string.Empty);

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Max(0, text.IndexOf((byte)0))]);
}
