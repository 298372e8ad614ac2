using System.Runtime.InteropServices;

namespace SdCom.Edge.Runtime.Inference.Providers;

/// <summary>
/// ONNX Runtime's own reports of its use. Since 1.29 its builds for Linux start Microsoft's telemetry together with the first environment: a device id and a database
/// in <c>~/.cache</c> (without a home <c>:memory:.ses</c> in the working folder), a log in <c>/tmp</c> for every process, events for a server. The call that turns its
/// events off needs that environment, so it comes too late; and what .NET sets as an environment variable, native code does not see.
/// </summary>
internal static partial class EngineTelemetry
{
    /// <summary>Keeps it from starting; to be called before ONNX Runtime's environment is made.</summary>
    public static void Prevent()
    {
        if (OperatingSystem.IsLinux())
            _ = setenv("ORT_DISABLE_TELEMETRY", "1", overwrite: 1);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
