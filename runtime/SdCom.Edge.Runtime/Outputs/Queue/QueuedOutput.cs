using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Outputs.Rules;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Outputs.Queue;

/// <summary>
/// An output with a bounded queue and a thread of its own. The recogniser only copies a struct into a ring: it never waits for the far side and allocates nothing.
/// When the ring is full the oldest message goes and is counted. What the far side did not take is tried again, with growing, jittered waits, and stays first in line.
/// </summary>
public sealed class QueuedOutput : IOutput
{
    // A delivery that does not notice being cancelled hangs in native code: the program ends without it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly IDelivery delivery;
    private readonly TimeProvider clock;
    private readonly QueueSettings settings;
    private readonly RuleSet rules;
    private readonly ClockedGate gate;
    private readonly MessageRing ring;
    private readonly BackOff backOff;
    private readonly CancellationTokenSource cancel;
    private readonly Thread thread;
    private OutputMessage current;
    private bool hasCurrent;
    private bool isOpen;
    private bool ending;
    private long queued, sent, dropped, failed, retried;
    private OutputState state = OutputState.Connecting;
    private string? problem;
    private TimeSpan retryIn;

    /// <param name="name">The output in the user's words, without secrets.</param>
    /// <param name="delivery">The far side; disposed with the output.</param>
    /// <param name="clock">The time of waits.</param>
    /// <param name="chance">The jitter of the waits.</param>
    /// <param name="settings">How it queues.</param>
    /// <param name="rules">Which messages it wants; all of its kinds when left out.</param>
    public QueuedOutput(string name, IDelivery delivery, TimeProvider clock, Random chance, QueueSettings? settings = null, RuleSet? rules = null)
    {
        Name = name;
        this.delivery = delivery;
        this.clock = clock;
        this.settings = settings ?? QueueSettings.Default;
        this.rules = rules ?? RuleSet.All;
        gate = new ClockedGate(clock);
        ring = new MessageRing(this.settings.Capacity);
        backOff = new BackOff(this.settings.FirstRetry, this.settings.LongestRetry, chance);
        cancel = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        thread = new Thread(Work) { IsBackground = true, Name = $"output {name}" };
    }

    /// <summary>The output in the user's words, without secrets.</summary>
    public string Name { get; }

    /// <summary>What it is doing; may be read from any thread.</summary>
    public OutputStatus Status
    {
        get
        {
            lock (gate)
                return new OutputStatus(state, problem, retryIn, sent, dropped, failed, retried + delivery.Retries);
        }
    }

    /// <summary>Told each change of state and each refused message, on the output's thread.</summary>
    public event Action<OutputStatus>? Changed;

    /// <summary>Begins to deliver; what was written before waits in the queue.</summary>
    public void Start() => thread.Start();

    public void Write(in OutputRecord record)
    {
        if ((settings.Kinds & MessageKinds.Frame) != 0)
        {
            Add(new OutputMessage
            {
                Kind = MessageKinds.Frame,
                Camera = record.Camera,
                Action = record.Action,
                Time = record.Time,
                Start = record.Time,
                Confidence = record.Confidence,
                Decision = record.Answer.Decision,
            });
        }
    }

    public void Begin(in ActionEvent action, string name) => Add(MessageKinds.Began, action, name);

    public void Write(in ActionEvent action, string name) => Add(MessageKinds.Ended, action, name);

    /// <summary>Delivers what waits, for a while, and closes.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (ending)
                return;
            ending = true;
            gate.Pulse();
        }

        cancel.CancelAfter(settings.Farewell);
        bool ended = (thread.ThreadState & ThreadState.Unstarted) != 0 || thread.Join(settings.Farewell + Grace);
        lock (gate)
        {
            dropped += ring.Count + (hasCurrent ? 1 : 0);
            hasCurrent = false;
            while (ring.TryTake(out _))
            {
            }
        }

        if (!ended)
            return; // its thread still holds the rest
        delivery.Dispose();
        gate.Dispose();
        cancel.Dispose();
    }

    private void Add(MessageKinds kind, in ActionEvent action, string name) => Add(new OutputMessage
    {
        Kind = kind,
        Camera = action.Camera,
        Action = name,
        Time = action.End,
        Start = action.Start,
        Confidence = action.Confidence,
    });

    private void Add(in OutputMessage message)
    {
        lock (gate)
        {
            // Rules see both ends of an action, whichever of them the output wants.
            if (!rules.Admit(message) || (settings.Kinds & message.Kind) == 0)
                return;
            if (ending || !ring.Add(message with { At = clock.GetUtcNow(), Number = ++queued }))
                dropped++;
            gate.Pulse();
        }
    }

    private void Work()
    {
        while (isOpen || TryOpen())
        {
            try
            {
                TimeSpan idle = delivery.Tend();
                if (!hasCurrent && !Take(idle))
                    break;
                if (!hasCurrent)
                    continue;
                delivery.Deliver(current, cancel.Token);
                lock (gate)
                {
                    sent++;
                    hasCurrent = false;
                }

                backOff.Reset();
            }
            catch (DeliveryException fault) when (fault.Fault == DeliveryFault.Refused)
            {
                lock (gate)
                {
                    failed++;
                    hasCurrent = false;
                }

                Enter(OutputState.Connected, fault.Message);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                isOpen = false;
                if (!WaitAfter(problem))
                    break;
            }
        }
    }

    // Opens the far side, however often that takes. False when the program ends before.
    private bool TryOpen()
    {
        while (true)
        {
            try
            {
                Enter(OutputState.Connecting, null);
                delivery.Open(cancel.Token);
                isOpen = true;
                lock (gate)
                    retried += hasCurrent ? 1 : 0;
                Enter(OutputState.Connected, null);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                if (!WaitAfter(problem))
                    return false;
            }
        }
    }

    // Waits for the time of the next attempt. False when the program ends before. What nobody foresaw stops neither the output nor the recogniser.
    private bool WaitAfter(Exception fault)
    {
        bool lasting = fault is not DeliveryException { Fault: not DeliveryFault.Lasting };
        TimeSpan wait = lasting ? settings.LongestRetry : backOff.Next();
        TimeSpan until = gate.Now + wait;
        Enter(lasting ? OutputState.Failed : OutputState.Waiting, fault.Message.ReplaceLineEndings(" "), wait);
        lock (gate)
        {
            while (!ending && gate.WaitUntil(until))
            {
            }

            return !ending;
        }
    }

    // Takes the next message worth delivering, or none when it is time to tend. False when the program ends and nothing waits.
    private bool Take(TimeSpan idle)
    {
        TimeSpan until = idle == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : gate.Now + idle;
        lock (gate)
        {
            do
            {
                while (ring.TryTake(out current))
                {
                    hasCurrent = settings.StaleAfter == TimeSpan.MaxValue || clock.GetUtcNow() - current.At <= settings.StaleAfter;
                    if (hasCurrent)
                        return true;
                    dropped++;
                }
            }
            while (!ending && Wait(until));
            return !ending;
        }
    }

    private bool Wait(TimeSpan until)
    {
        if (until != TimeSpan.MaxValue)
            return gate.WaitUntil(until);
        Monitor.Wait(gate);
        return true;
    }

    private void Enter(OutputState newState, string? newProblem, TimeSpan wait = default)
    {
        lock (gate)
        {
            (state, retryIn) = (newState, wait);
            problem = newProblem ?? problem;
        }

        Changed?.Invoke(Status);
    }
}
