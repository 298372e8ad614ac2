using System.Runtime.InteropServices;

namespace SdCom.Edge.Host;

/// <summary>Keeps the native libraries from writing to the terminal: what goes wrong is said by us, in one line.</summary>
internal static partial class NativeNoise
{
    /// <summary>Call it before the first native library loads. A variable that the user has set stays.</summary>
    public static void Silence()
    {
        if (!OperatingSystem.IsLinux())
            return;
        // Environment.SetEnvironmentVariable would change .NET's own copy only.
        _ = SetEnvironment("OPENCV_LOG_LEVEL", "SILENT", 0);
        _ = SetEnvironment("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);
        _ = SetEnvironment("GST_DEBUG", "0", 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
