using System.Globalization;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Outputs.Terminal;

/// <summary>One line for each change of a camera's answer and each action that ended.</summary>
/// <param name="writer">Where lines go; stays its owner's.</param>
public sealed class ConsoleDelivery(TextWriter writer) : IDelivery
{
    private readonly Dictionary<string, string?> last = [];

    public void Open(CancellationToken cancel)
    {
    }

    public void Deliver(in OutputMessage message, CancellationToken cancel)
    {
        if (Line(message) is not { } line)
            return;
        try
        {
            writer.WriteLine(line);
            writer.Flush();
        }
        catch (IOException problem)
        {
            throw new DeliveryException($"console: {problem.Message}", DeliveryFault.Lasting, problem);
        }
    }

    public void Dispose()
    {
    }

    private static string Of(string? camera) => camera is null ? string.Empty : $"{camera}: ";

    private string? Line(in OutputMessage message)
    {
        if (message.Kind == MessageKinds.Ended)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{message.Time:mm\\:ss\\.ff}  {Of(message.Camera)}ended: {message.Action}, from {message.Start:mm\\:ss\\.ff}, confidence {message.Confidence:0.00}");
        }

        string camera = message.Camera ?? string.Empty;
        if (message.Kind != MessageKinds.Frame || (last.TryGetValue(camera, out string? before) && before == message.Action))
            return null;
        last[camera] = message.Action;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{message.Time:mm\\:ss\\.ff}  {Of(message.Camera)}{message.Action ?? "no action"}  {message.Confidence:0.00}  width {message.Decision.Width}");
    }
}
