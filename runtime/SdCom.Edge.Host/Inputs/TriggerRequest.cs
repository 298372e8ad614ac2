using System.Device.Gpio;
using SdCom.Edge.Core;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Inputs;
using SdCom.Edge.Runtime.Outputs.Gpio;

namespace SdCom.Edge.Host.Inputs;

/// <summary>A trigger as the user wants it.</summary>
internal sealed record TriggerRequest(string Name, TriggerMode Mode, TimeSpan Hold, Func<Trigger, IDisposable> Connect)
{
    private static readonly TimeSpan UsualHold = TimeSpan.FromSeconds(10);

    /// <summary>Reads <c>gpio:[CHIP/]LINE</c> or <c>serial:DEVICE</c>; nothing is opened.</summary>
    /// <exception cref="UsageException">It is neither, or an option is wrong.</exception>
    public static TriggerRequest Read(OutputSpec spec)
    {
        Func<Trigger, IDisposable> connect = spec.Kind switch
        {
            "gpio" => Gpio(spec),
            "serial" when spec.Target.Length > 0 => Serial(spec),
            _ => throw new UsageException($"--trigger must be gpio:[CHIP/]LINE or serial:DEVICE, got '{spec.Name}'."),
        };
        TriggerMode mode = spec.Word("mode", "level", "level", "toggle") == "toggle" ? TriggerMode.Toggle : TriggerMode.Level;
        TriggerRequest request = new(spec.Name, mode, spec.Time("hold", UsualHold), connect);
        spec.Finish();
        return request;
    }

    /// <summary>Opens it; that it is away, and back again, is said.</summary>
    /// <exception cref="InputException">The pin cannot be used.</exception>
    public TriggerInput Open(Action<string> say) => new(this, say);

    private static Func<Trigger, IDisposable> Gpio(OutputSpec spec)
    {
        (int chip, int line) = GpioOutput.Place(spec);
        bool activeLow = spec.Word("active", "high", "high", "low") == "low";
        PinMode pull = spec.Word("pull", "none", "none", "up", "down") switch
        {
            "up" => PinMode.InputPullUp,
            "down" => PinMode.InputPullDown,
            _ => PinMode.Input,
        };
        return trigger =>
        {
            try
            {
                return new GpioTrigger(() => GpioDelivery.OpenChip(chip), line, pull, activeLow, trigger, TimeProvider.System);
            }
            catch (IOException problem)
            {
                throw new InputException($"--trigger {spec.Name}: {problem.Message}", problem);
            }
        };
    }

    private static Func<Trigger, IDisposable> Serial(OutputSpec spec)
    {
        int baud = spec.Number("baud", 115_200, 50, 4_000_000);
        Random jitter = new(HashCode.Combine(spec.Name, Environment.ProcessId)); // another one in every process
        return trigger => new SerialTrigger(spec.Target, baud, trigger, TimeProvider.System, jitter);
    }
}

/// <summary>A trigger that is connected to its input.</summary>
internal sealed class TriggerInput : IDisposable
{
    private readonly string name;
    private readonly IDisposable input;

    public TriggerInput(TriggerRequest request, Action<string> say)
    {
        name = request.Name;
        Trigger = new Trigger(request.Mode, request.Hold, TimeProvider.System)
        {
            OnLost = problem => say(problem is null ? $"trigger {name}: it is back." : $"trigger {name}: {problem.TrimEnd('.')}; recognition runs until it is there."),
        };
        input = request.Connect(Trigger);
    }

    public Trigger Trigger { get; }

    public TriggerReport Describe() => new(name, Trigger.IsActive, Trigger.Activations, Trigger.Problem);

    public void Dispose() => input.Dispose();
}
