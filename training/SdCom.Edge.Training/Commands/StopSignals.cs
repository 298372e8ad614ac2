using System.Runtime.InteropServices;

namespace SdCom.Edge.Training.Commands;

/// <summary>Ctrl-C and SIGTERM ask the run to write a checkpoint and leave; a second one ends it at once.</summary>
internal static class StopSignals
{
    /// <summary>Listens until disposed.</summary>
    public static IDisposable Attach(CancellationTokenSource stop) => new Listener(
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Ask(context, stop)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Ask(context, stop)));

    private static void Ask(PosixSignalContext context, CancellationTokenSource stop)
    {
        if (stop.IsCancellationRequested)
            return;
        context.Cancel = true;
        stop.Cancel();
    }

    private sealed class Listener(params IDisposable[] registrations) : IDisposable
    {
        public void Dispose()
        {
            foreach (IDisposable registration in registrations)
                registration.Dispose();
        }
    }
}
