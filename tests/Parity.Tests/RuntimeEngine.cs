using SdCom.Edge.Runtime.Inference;

[assembly: AssemblyFixture(typeof(SdCom.Edge.Parity.Tests.RuntimeEngine))]

namespace SdCom.Edge.Parity.Tests;

/// <summary>The runtime's own engine on one thread. It comes before every test, because it wants to be the first in its process to start ONNX Runtime.</summary>
public sealed class RuntimeEngine : IDisposable
{
    public Engine Engine { get; } = new(new EngineSettings("cpu", 1));

    public void Dispose() => Engine.Dispose();
}
