using System.Runtime.InteropServices;

namespace SdCom.Edge.Runtime.Machine;

/// <summary>What Linux is asked about the machine; everything here only looks. Layouts and numbers are those of 64-bit Linux (x86-64 and arm64 agree); a test compiles the kernel's headers against them.</summary>
internal static unsafe partial class SystemCalls
{
    /// <summary>access(2): may be read and written.</summary>
    public const int ReadAndWrite = 4 | 2;

    /// <summary>access(2): may be written.</summary>
    public const int MayWrite = 2;

    /// <summary>statx(2): where the group's number lies, and what asks for it.</summary>
    public const int StatxGroupOffset = 24;
    public const uint StatxGroup = 0x10;

    /// <summary>adjtimex(2): where the worst error (in microseconds) and the status lie, and the status of a clock that nobody sets.</summary>
    public const int TimexMaxErrorOffset = 24;
    public const int TimexStatusOffset = 40;
    public const int TimexUnsynchronised = 0x40;

    private const int CurrentFolder = -100; // AT_FDCWD
    private const int Size = 512; // more than either structure

    /// <summary>Whether this process may use a file so.</summary>
    public static bool Access(string path, int mode) => access(path, mode) == 0;

    /// <summary>The number of a file's group; null when the file cannot be asked.</summary>
    public static uint? GroupOf(string path)
    {
        byte* answer = stackalloc byte[Size];
        return statx(CurrentFolder, path, 0, StatxGroup, answer) == 0 ? *(uint*)(answer + StatxGroupOffset) : null;
    }

    /// <summary>The kernel's clock: how wrong it may be, and its status; null where it may not be asked.</summary>
    public static (TimeSpan MaxError, int Status)? Clock()
    {
        byte* answer = stackalloc byte[Size];
        new Span<byte>(answer, Size).Clear(); // modes 0: nothing is set
        return adjtimex(answer) < 0 ? null : (TimeSpan.FromMicroseconds(*(long*)(answer + TimexMaxErrorOffset)), *(int*)(answer + TimexStatusOffset));
    }

    /// <summary>Asks a device; false when it will not answer.</summary>
    public static bool Ask(SafeHandle device, uint request, Span<byte> argument)
    {
        fixed (byte* bytes = argument)
            return ioctl(device, request, bytes) >= 0;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)] private static partial int access(string path, int mode);
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)] private static partial int statx(int folder, string path, int flags, uint mask, byte* answer);
    [LibraryImport("libc")] private static partial int adjtimex(byte* answer);
    [LibraryImport("libc")] private static partial int ioctl(SafeHandle device, nuint request, byte* argument);
}
