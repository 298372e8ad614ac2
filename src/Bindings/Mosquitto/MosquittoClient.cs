using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SdCom.Edge.Bindings.Mosquitto;

/// <summary>
/// One connection to a broker. A thread of its own connects and reads; when the connection is lost the client is done with, and a new one is made.
/// Publishing waits for the broker's acknowledgement.
/// </summary>
public sealed unsafe class MosquittoClient : IDisposable
{
    private const string SystemCertificates = "/etc/ssl/certs";
    private const int NoDelayOption = 11; // MOSQ_OPT_TCP_NODELAY: an event is one small packet
    private const int LoopMs = 1000;
    private const int LogError = 8;
    private const int FarewellLoops = 2; // only the client's thread sends: one takes the farewell, the next finds the connection closed
    private const int NotConnected = -1;
    private const int Acknowledgements = 16; // one publisher waits at a time; late ones of the past must not meet a new one

    private static readonly string[] Refusals = ["", "it does not speak MQTT 3.1.1", "it refuses this client id", "it is not available", "user or password is wrong", "it does not authorise this client"];

    private readonly object gate = new();
    private readonly MosquittoOptions options;
    private readonly Thread thread;
    private readonly ClientHandle client;
    private readonly GCHandle self;
    private readonly int[] acknowledged = new int[Acknowledgements];
    private int answer = NotConnected;
    private string? problem;
    private bool isRefusal;
    private string? logged;
    private volatile bool saidFarewell;
    private volatile bool leaving;

    /// <summary>Prepares a connection; nothing is sent before <see cref="Connect"/>.</summary>
    /// <exception cref="MosquittoException">A certificate cannot be read.</exception>
    /// <exception cref="DllNotFoundException">libmosquitto is not installed.</exception>
    public MosquittoClient(MosquittoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!IsInstalled)
            throw new DllNotFoundException($"{Native.Library} is not installed.");
        this.options = options;
        thread = new Thread(Run) { IsBackground = true, Name = "mqtt" };
        self = GCHandle.Alloc(this);
        client = Native.mosquitto_new(options.ClientId, cleanSession: true, GCHandle.ToIntPtr(self));
        try
        {
            Prepare();
        }
        catch
        {
            Free();
            throw;
        }
    }

    /// <summary>Whether the library is there.</summary>
    public static bool IsInstalled => Native.IsInstalled;

    /// <summary>The library's version; ask only where it is installed.</summary>
    public static Version Version
    {
        get
        {
            _ = Native.mosquitto_lib_version(out int major, out int minor, out int revision);
            return new Version(major, minor, revision);
        }
    }

    /// <summary>Told what subscriptions bring, on the client's thread.</summary>
    public event Action<MosquittoMessage>? Received;

    /// <summary>Why the connection is lost; null while it is there.</summary>
    public string? Problem
    {
        get
        {
            lock (gate)
                return problem;
        }
    }

    /// <summary>Connects and waits for the broker's yes.</summary>
    /// <exception cref="MosquittoException">It said no, cannot be reached or does not answer.</exception>
    public void Connect(CancellationToken cancel)
    {
        thread.Start();
        if (!Await(() => answer == 0, cancel))
            throw new MosquittoException("the broker does not answer");
    }

    /// <summary>Publishes; with a quality of service of 1 or 2 it waits for the acknowledgement.</summary>
    /// <exception cref="MosquittoException">The connection is lost, or no acknowledgement came in time.</exception>
    public void Publish(string topic, ReadOnlySpan<byte> payload, int qos, bool retain, CancellationToken cancel)
    {
        int mid;
        fixed (byte* bytes = payload)
            Native.Check(Native.mosquitto_publish(client, out mid, topic, payload.Length, bytes, qos, retain));
        if (qos > 0 && !Await(() => acknowledged[mid % Acknowledgements] == mid, cancel))
            throw new MosquittoException("the broker does not acknowledge");
    }

    /// <summary>Asks for messages of a topic, wildcards allowed.</summary>
    public void Subscribe(string topic) => Native.Check(Native.mosquitto_subscribe(client, 0, topic, 1));

    /// <summary>Says farewell: the will is not published.</summary>
    public void Disconnect()
    {
        saidFarewell = true;
        _ = Native.mosquitto_disconnect(client);
    }

    /// <summary>Ends the connection, without a farewell unless there was one. A thread that still hangs in connecting ends by itself.</summary>
    public void Dispose()
    {
        if (leaving)
            return;
        leaving = true;
        if ((thread.ThreadState & ThreadState.Unstarted) != 0)
            Free();
        else if (Thread.CurrentThread != thread)
            thread.Join(LoopMs / 4);
    }

    private static MosquittoClient? Of(nint user) => GCHandle.FromIntPtr(user).Target as MosquittoClient;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint handle, nint user, int code) => Of(user)?.Answered(code);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(nint handle, nint user, int mid) => Of(user)?.Acknowledge(mid);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(nint handle, nint user, NativeMessage* message) => Of(user)?.Receive(message);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint handle, nint user, int level, byte* text)
    {
        if (level == LogError && Of(user) is { } client)
            client.logged = Marshal.PtrToStringUTF8((nint)text);
    }

    private void Prepare()
    {
        Native.Check(Native.mosquitto_threaded_set(client, threaded: true));
        Native.Check(Native.mosquitto_int_option(client, NoDelayOption, 1));
        Native.mosquitto_connect_callback_set(client, &OnConnect);
        Native.mosquitto_publish_callback_set(client, &OnPublish);
        Native.mosquitto_message_callback_set(client, &OnMessage);
        Native.mosquitto_log_callback_set(client, &OnLog);
        if (options.User is not null)
            Native.Check(Native.mosquitto_username_pw_set(client, options.User, options.Password));
        if (options.Tls)
        {
            string? authorities = options.CaFile is null ? SystemCertificates : null;
            Native.Check(Native.mosquitto_tls_set(client, options.CaFile, authorities, options.CertificateFile, options.KeyFile, 0));
        }

        if (options.Will is { } will)
        {
            fixed (byte* bytes = will.Payload)
                Native.Check(Native.mosquitto_will_set(client, will.Topic, will.Payload.Length, bytes, 1, retain: true));
        }
    }

    // The native client belongs to this thread; others only publish and say farewell, which it sends before it goes.
    private void Run()
    {
        int status = Native.mosquitto_connect(client, options.Host, options.Port, (int)options.KeepAlive.TotalSeconds);
        int error = Marshal.GetLastPInvokeError();
        int loopsLeft = FarewellLoops;
        while (status == Native.Success && (!leaving || (saidFarewell && loopsLeft-- > 0)))
        {
            status = Native.mosquitto_loop(client, LoopMs / 10, 1);
            error = Marshal.GetLastPInvokeError();
        }

        lock (gate)
        {
            isRefusal |= status == Native.TlsError;
            problem ??= status == Native.TlsError ? $"TLS: {Reason(logged)}" : Native.Words(status, error);
            Monitor.PulseAll(gate);
        }

        Free();
    }

    // "OpenSSL Error[0]: error:0A000086:SSL routines::certificate verify failed" ends with what people understand.
    private static string Reason(string? openSsl) => openSsl?[(openSsl.LastIndexOf(':') + 1)..] ?? "the handshake failed";

    private void Free()
    {
        client.Dispose();
        self.Free();
    }

    private void Answered(int code)
    {
        lock (gate)
        {
            answer = code;
            if (code != 0)
                (problem, isRefusal) = ($"the broker says no: {(code < Refusals.Length ? Refusals[code] : $"code {code}")}", code != 3);
            Monitor.PulseAll(gate);
        }
    }

    private void Acknowledge(int mid)
    {
        lock (gate)
        {
            acknowledged[mid % Acknowledgements] = mid;
            Monitor.PulseAll(gate);
        }
    }

    private void Receive(NativeMessage* message) => Received?.Invoke(new MosquittoMessage(
        Marshal.PtrToStringUTF8((nint)message->Topic) ?? string.Empty, new ReadOnlySpan<byte>(message->Payload, message->PayloadLength).ToArray(), message->Retain != 0));

    // False when the time is over. Real time: the broker's is real, too.
    private bool Await(Func<bool> condition, CancellationToken cancel)
    {
        using CancellationTokenRegistration waking = cancel.Register(Wake);
        long deadline = Environment.TickCount64 + (long)options.Timeout.TotalMilliseconds;
        lock (gate)
        {
            while (!condition())
            {
                if (problem is not null)
                    throw new MosquittoException(problem, isRefusal);
                cancel.ThrowIfCancellationRequested();
                long left = deadline - Environment.TickCount64;
                if (left <= 0)
                    return false;
                Monitor.Wait(gate, (int)left);
            }

            return true;
        }
    }

    private void Wake()
    {
        lock (gate)
            Monitor.PulseAll(gate);
    }
}
