using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Ledger;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Outputs.JsonLines;

/// <summary>
/// A file with one JSON object a line (<see cref="MessageJson"/>), begun anew at a size. Complete lines only, whenever the program ends.
/// A full disk is a state: lines wait in the queue until there is room again.
/// </summary>
public sealed class JsonLinesDelivery : IDelivery
{
    private readonly MessageJson json = new();
    private readonly Func<RotatingFile> open;
    private RotatingFile? file;

    /// <param name="path">The newest file; what an earlier run wrote is kept and continued.</param>
    /// <param name="bytes">Size at which it becomes <c>name.1</c>.</param>
    /// <param name="files">Old files that are kept.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public JsonLinesDelivery(string path, long bytes, int files)
    {
        open = () => new RotatingFile(path, bytes, files);
        file = open();
    }

    public void Open(CancellationToken cancel)
    {
        try
        {
            file ??= open();
        }
        catch (InputException problem)
        {
            throw new DeliveryException(problem.Message, DeliveryFault.Broken, problem);
        }
    }

    public void Deliver(in OutputMessage message, CancellationToken cancel)
    {
        try
        {
            file!.Write(json.Write(message, line: true));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            file!.Dispose();
            file = null; // opened anew, it ends what a full disk cut off
            throw new DeliveryException(problem.Message, DeliveryFault.Broken, problem);
        }
    }

    public void Dispose()
    {
        file?.Dispose();
        json.Dispose();
    }
}
