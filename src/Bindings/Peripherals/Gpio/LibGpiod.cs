using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace System.Device.Gpio.Drivers;

/// <summary>Owns a <c>struct gpiod_chip</c>; its lines go with it.</summary>
internal sealed class ChipHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibGpiod.gpiod_chip_close(handle);
        return true;
    }
}

/// <summary>The functions of libgpiod 1.6 (libgpiod.so.2) that are used, by their names. Loaded at the first use: machines without it run everything else.</summary>
internal static unsafe partial class LibGpiod
{
    internal const string Library = "libgpiod.so.2";
    internal const int BiasPullDown = 1 << 4;
    internal const int BiasPullUp = 1 << 5;
    internal const int RisingEdge = 1;

    [LibraryImport(Library, SetLastError = true)] internal static partial ChipHandle gpiod_chip_open_by_number(uint number);
    [LibraryImport(Library)] internal static partial void gpiod_chip_close(nint chip);
    [LibraryImport(Library)] internal static partial uint gpiod_chip_num_lines(ChipHandle chip);
    [LibraryImport(Library, SetLastError = true)] internal static partial nint gpiod_chip_get_line(ChipHandle chip, uint offset);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)] internal static partial int gpiod_line_request_input_flags(nint line, string consumer, int flags);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)] internal static partial int gpiod_line_request_output(nint line, string consumer, int value);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)] internal static partial int gpiod_line_request_both_edges_events_flags(nint line, string consumer, int flags);
    [LibraryImport(Library)] internal static partial void gpiod_line_release(nint line);
    [LibraryImport(Library, SetLastError = true)] internal static partial int gpiod_line_get_value(nint line);
    [LibraryImport(Library, SetLastError = true)] internal static partial int gpiod_line_set_value(nint line, int value);
    [LibraryImport(Library, SetLastError = true)] internal static partial int gpiod_line_event_wait(nint line, TimeSpec* timeout);
    [LibraryImport(Library, SetLastError = true)] internal static partial int gpiod_line_event_read(nint line, LineEvent* happened);

    /// <summary><c>struct timespec</c> of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpec
    {
        internal long Seconds, Nanoseconds;
    }

    /// <summary><c>struct gpiod_line_event</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct LineEvent
    {
        internal TimeSpec Time;
        internal int Type;
        internal int Offset;
    }
}
