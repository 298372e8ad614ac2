using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace System.Device.Interop;

/// <summary>The C library's functions behind serial ports and I2C.</summary>
internal static unsafe partial class LibC
{
    private const string Library = "libc";

    // fcntl.h, poll.h of Linux (x86-64 and arm64 agree)
    internal const int ReadWrite = 2;
    internal const int NoTerminal = 0x100;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;
    internal const short PollIn = 1;
    internal const short PollOut = 4;

    // errno.h
    internal const int NoEntry = 2;
    internal const int Interrupted = 4;
    internal const int TryAgain = 11;
    internal const int AccessDenied = 13;
    internal const int Busy = 16;

    /// <summary>What went wrong last in a function of this class, in the system's words.</summary>
    internal static string Problem => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)] private static partial int open(string path, int flags);
    [LibraryImport(Library, SetLastError = true)] internal static partial nint read(SafeFileHandle file, byte* buffer, nint count);
    [LibraryImport(Library, SetLastError = true)] internal static partial nint write(SafeFileHandle file, byte* buffer, nint count);
    [LibraryImport(Library, SetLastError = true)] internal static partial int ioctl(SafeFileHandle file, nuint request, void* argument);
    [LibraryImport(Library, SetLastError = true)] internal static partial int tcgetattr(SafeFileHandle file, Termios* settings);
    [LibraryImport(Library, SetLastError = true)] internal static partial int tcsetattr(SafeFileHandle file, int actions, Termios* settings);
    [LibraryImport(Library)] internal static partial void cfmakeraw(Termios* settings);
    [LibraryImport(Library, SetLastError = true)] internal static partial int cfsetspeed(Termios* settings, uint speed);
    [LibraryImport(Library, SetLastError = true)] private static partial int poll(PollEntry* entries, nuint count, int timeoutMs);

    /// <summary>Opens a device; an invalid handle says that it could not.</summary>
    internal static SafeFileHandle Open(string path, int flags) => new(open(path, flags | CloseOnExec), ownsHandle: true);

    /// <summary>Waits until a file can be read or written, or has something to complain of. False when the time is over; -1 waits for ever.</summary>
    internal static bool Wait(SafeFileHandle file, short events, int timeoutMs)
    {
        bool held = false;
        try
        {
            file.DangerousAddRef(ref held);
            PollEntry entry = new() { File = (int)file.DangerousGetHandle(), Events = events };
            int ready = poll(&entry, 1, timeoutMs);
            return ready > 0 || (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        }
        finally
        {
            if (held)
                file.DangerousRelease();
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        internal int File;
        internal short Events;
        internal short Returned;
    }
}

/// <summary><c>struct termios</c> of Linux's C library.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Termios
{
    internal uint Input, Output, Control, Local;
    internal byte Line;
    internal fixed byte Characters[32];
    internal uint InputSpeed, OutputSpeed;
}
