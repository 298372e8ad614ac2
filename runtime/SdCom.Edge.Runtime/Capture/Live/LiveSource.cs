using System.Globalization;
using OpenCvSharp;

namespace SdCom.Edge.Runtime.Capture.Live;

/// <summary>
/// A camera that may be absent, break, end, freeze or fall silent: each of these is a state that is told and retried, with growing, jittered waits.
/// <see cref="TryGrab"/> waits for the next frame however long that takes and is false only after <see cref="Stop"/>.
/// Times count on through every loss and never go back.
/// </summary>
public sealed class LiveSource : IFrameSource
{
    // Attempts that hang in native code cost a thread and a connection each: so many are left behind, no more.
    private const int MostReaders = 4;

    private readonly Func<IFrameSource> open;
    private readonly LiveSettings settings;
    private readonly ClockedGate gate;
    private readonly BackOff backOff;
    private SourceReader? reader;
    private int readers;
    private TimeSpan last = -TimeSpan.FromTicks(1);
    private TimeSpan? damagedSince;
    private volatile bool stopped;

    /// <param name="name">The camera in the user's words, without secrets.</param>
    /// <param name="open">Opens the camera; called anew for every attempt, on a thread of its own.</param>
    /// <param name="clock">The time of frames, waits and states.</param>
    /// <param name="chance">The jitter of the waits.</param>
    /// <param name="settings">How patient to be.</param>
    public LiveSource(string name, Func<IFrameSource> open, TimeProvider clock, Random chance, LiveSettings? settings = null)
    {
        Name = name;
        this.open = open;
        this.settings = settings ?? LiveSettings.Default;
        gate = new ClockedGate(clock);
        backOff = new BackOff(this.settings.FirstRetry, this.settings.LongestRetry, chance);
    }

    public string Name { get; }

    public bool IsLive => true;

    /// <summary>Of the newest connection; 30 before the first.</summary>
    public double FramesPerSecond { get; private set; } = 30;

    /// <summary>Of the newest connection; empty before the first.</summary>
    public Size FrameSize { get; private set; }

    public int Epoch { get; private set; }

    /// <summary>What the camera is doing; may be read from any thread.</summary>
    public CameraStatus Status { get; private set; } = new(CameraState.Connecting, TimeSpan.Zero, 0, null, TimeSpan.Zero);

    /// <summary>Told each change of state, on the thread that grabs.</summary>
    public event Action<CameraStatus>? Changed;

    public bool TryGrab(out TimeSpan time)
    {
        bool grabbed = false;
        while (!grabbed && !stopped)
            grabbed = reader is null ? Connect() : Next(reader);
        time = last = Max(gate.Now, last + TimeSpan.FromTicks(1));
        return grabbed;
    }

    public bool TryRetrieve(Frame frame)
    {
        bool decoded = Decode(frame);
        damagedSince = decoded ? null : damagedSince ?? gate.Now;
        return decoded;
    }

    public void Stop()
    {
        stopped = true;
        gate.Pulse();
    }

    public void Dispose()
    {
        Stop();
        reader?.Abandon();
        reader?.Join(settings.Farewell);
        gate.Dispose();
    }

    // Opens the camera, or waits for the time of the next attempt. Never has a frame by itself.
    private bool Connect()
    {
        Enter(CameraState.Connecting);
        if (Volatile.Read(ref readers) >= MostReaders)
            return Lose("earlier attempts hang in the driver; if this lasts, start the program anew");
        TimeSpan until = gate.Now + settings.OpenWithin;
        Interlocked.Increment(ref readers);
        reader = new SourceReader(open, gate, () => Interlocked.Decrement(ref readers));
        reader.Start();
        if (!Await(reader, until))
            return Lose(Line($"does not open within {settings.OpenWithin.TotalSeconds:0.#} s"));
        if (reader.Problem is { } problem)
            return Lose(problem);
        (FramesPerSecond, FrameSize, damagedSince) = (reader.Source!.FramesPerSecond, reader.Source.FrameSize, null);
        return false;
    }

    private bool Next(SourceReader camera)
    {
        TimeSpan lost = Max(settings.LostAfter, TimeSpan.FromSeconds(10 / FramesPerSecond));
        if (gate.Now - damagedSince > lost)
            return Lose(Line($"sends nothing but damaged pictures for {lost.TotalSeconds:0.#} s"));
        TimeSpan asked = gate.Now;
        camera.Ask();
        if (!Await(camera, asked + Max(settings.SilentAfter, TimeSpan.FromSeconds(5 / FramesPerSecond))))
        {
            if (Status.State == CameraState.Live && !stopped)
                Enter(CameraState.Silent);
            if (!Await(camera, asked + lost))
                return Lose(Line($"sends no picture for {lost.TotalSeconds:0.#} s"));
        }

        if (!camera.HasFrame)
            return Lose(camera.Problem ?? string.Empty);
        if (Status.State != CameraState.Live)
            Arrive();
        else if (gate.Now - Status.Since >= settings.StableAfter)
            backOff.Reset();
        return true;
    }

    private bool Decode(Frame frame)
    {
        try
        {
            return reader!.Source!.TryRetrieve(frame);
        }
        catch (Exception problem) when (problem is OpenCVException or OpenCvSharpException)
        {
            return false; // one damaged picture, not the end of the camera
        }
    }

    // True when the reader has answered; false when the time has come or the source was stopped.
    private bool Await(SourceReader camera, TimeSpan until)
    {
        lock (gate)
        {
            while (camera.IsBusy && !stopped && gate.WaitUntil(until))
            {
            }

            return !camera.IsBusy;
        }
    }

    // A new stream of pictures begins, after a loss or a silence.
    private void Arrive()
    {
        Epoch++;
        Enter(CameraState.Live, connected: Status.State == CameraState.Connecting);
    }

    // Leaves the camera, and waits for the time of the next attempt.
    private bool Lose(string problem)
    {
        reader?.Abandon();
        reader = null;
        if (stopped)
            return false;
        TimeSpan wait = backOff.Next();
        Enter(CameraState.Waiting, problem: problem, retryIn: wait);
        TimeSpan until = Status.Since + wait;
        lock (gate)
        {
            while (!stopped && gate.WaitUntil(until))
            {
            }
        }

        return false;
    }

    private void Enter(CameraState state, bool connected = false, string? problem = null, TimeSpan retryIn = default)
    {
        Status = new CameraStatus(state, gate.Now, Status.Connections + (connected ? 1 : 0), problem ?? Status.Problem, retryIn);
        Changed?.Invoke(Status);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
