using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SdCom.Edge.Bindings.Mosquitto;

/// <summary>Owns a <c>struct mosquitto</c>.</summary>
internal sealed class ClientHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Native.mosquitto_destroy(handle);
        return true;
    }
}

/// <summary>A message as libmosquitto hands it over (<c>struct mosquitto_message</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    internal int Mid;
    internal byte* Topic;
    internal byte* Payload;
    internal int PayloadLength;
    internal int Qos;
    internal byte Retain;
}

/// <summary>The functions of libmosquitto.so.1 that are used, by their names.</summary>
internal static unsafe partial class Native
{
    internal const string Library = "libmosquitto.so.1";

    // enum mosq_err_t
    internal const int Success = 0;
    internal const int ConnectionRefused = 5;
    internal const int TlsError = 8;
    internal const int SystemError = 14;

    internal static readonly bool IsInstalled = Load();

    /// <summary>Throws with libmosquitto's words unless <paramref name="status"/> is 0.</summary>
    internal static void Check(int status)
    {
        if (status != Success)
            throw new MosquittoException(Words(status, Marshal.GetLastPInvokeError()));
    }

    internal static string Words(int status, int systemError) => status == SystemError && systemError != 0
        ? Marshal.GetPInvokeErrorMessage(systemError)
        : (Marshal.PtrToStringUTF8(mosquitto_strerror(status)) ?? "unknown error").TrimEnd('.');

    private static bool Load()
    {
        if (!NativeLibrary.TryLoad(Library, typeof(Native).Assembly, null, out _))
            return false;
        _ = mosquitto_lib_init();
        return true;
    }

    [LibraryImport(Library)] private static partial int mosquitto_lib_init();
    [LibraryImport(Library)] internal static partial int mosquitto_lib_version(out int major, out int minor, out int revision);
    [LibraryImport(Library)] private static partial nint mosquitto_strerror(int status);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial ClientHandle mosquitto_new(string id, [MarshalAs(UnmanagedType.U1)] bool cleanSession, nint user);
    [LibraryImport(Library)] internal static partial void mosquitto_destroy(nint client);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int mosquitto_will_set(ClientHandle client, string topic, int length, byte* payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int mosquitto_username_pw_set(ClientHandle client, string? user, string? password);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int mosquitto_tls_set(ClientHandle client, string? caFile, string? caPath, string? certFile, string? keyFile, nint passwordCallback);
    [LibraryImport(Library)] internal static partial int mosquitto_threaded_set(ClientHandle client, [MarshalAs(UnmanagedType.U1)] bool threaded);
    [LibraryImport(Library)] internal static partial int mosquitto_int_option(ClientHandle client, int option, int value);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)] internal static partial int mosquitto_connect(ClientHandle client, string host, int port, int keepAlive);
    [LibraryImport(Library)] internal static partial int mosquitto_disconnect(ClientHandle client);
    [LibraryImport(Library, SetLastError = true)] internal static partial int mosquitto_loop(ClientHandle client, int timeoutMs, int maxPackets);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int mosquitto_publish(ClientHandle client, out int mid, string topic, int length, byte* payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial int mosquitto_subscribe(ClientHandle client, nint mid, string topic, int qos);
    [LibraryImport(Library)] internal static partial void mosquitto_connect_callback_set(ClientHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, void> callback);
    [LibraryImport(Library)] internal static partial void mosquitto_publish_callback_set(ClientHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, void> callback);
    [LibraryImport(Library)] internal static partial void mosquitto_message_callback_set(ClientHandle client, delegate* unmanaged[Cdecl]<nint, nint, NativeMessage*, void> callback);
    [LibraryImport(Library)] internal static partial void mosquitto_log_callback_set(ClientHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, byte*, void> callback);
}
