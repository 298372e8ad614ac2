using Microsoft.ML.OnnxRuntime;
using SdCom.Edge.Runtime.Inference.Binding;
using SdCom.Edge.Runtime.Inference.Providers;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>A session with its tensors bound once. Running it on the CPU costs about a microsecond above the engine's own work and allocates nothing.</summary>
public sealed class BoundSession : IDisposable
{
    private readonly InferenceSession session;
    private readonly SessionTensors? tensors;
    private readonly RunOptions run = new();
    private readonly string file;
    private readonly bool onCpu;

    /// <summary>Loads a graph and binds all its inputs and outputs.</summary>
    /// <exception cref="EngineException">The graph cannot be loaded, or its inputs and outputs are others.</exception>
    public BoundSession(Engine engine, string path, (string Name, OrtValue Value)[] inputs, (string Name, OrtValue Value)[] outputs)
        : this(engine, path, Load(engine, path), inputs, outputs)
    {
    }

    /// <summary>Takes over a session that is loaded, and binds all its inputs and outputs.</summary>
    /// <exception cref="EngineException">Its inputs and outputs are others.</exception>
    internal BoundSession(Engine engine, string path, InferenceSession session, (string Name, OrtValue Value)[] inputs, (string Name, OrtValue Value)[] outputs)
    {
        file = path;
        onCpu = engine.Settings.Provider == "cpu";
        this.session = session;
        try
        {
            CheckNames("inputs", inputs, session.InputNames);
            CheckNames("outputs", outputs, session.OutputNames);
            tensors = SessionTensors.Of(engine, session, inputs, outputs);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Reads the bound inputs, writes the bound outputs.</summary>
    /// <exception cref="EngineException">The engine failed.</exception>
    public void Run()
    {
        try
        {
            session.RunWithBinding(run, tensors!.Bring());
            tensors.Fetch();
        }
        catch (OnnxRuntimeException problem)
        {
            throw new EngineException($"{file}: the engine failed: {(onCpu ? Engine.FirstLine(problem.Message) : ProviderProblem.Explain(problem.Message))}", problem);
        }
    }

    /// <summary>How its tensors travel, for tests.</summary>
    internal SessionTensors Tensors => tensors!;

    /// <summary>Throws when an answer of this session is not a number.</summary>
    /// <exception cref="EngineException">Names the graph.</exception>
    public void CheckFinite(ReadOnlySpan<float> answer)
    {
        if (!Numbers.AllFinite(answer))
            throw new EngineException($"{file}: the engine answered with a number that is not finite; the frame is counted as failed and the stream starts anew.");
    }

    public void Dispose()
    {
        run.Dispose();
        tensors?.Dispose();
        session.Dispose();
    }

    private static InferenceSession Load(Engine engine, string path)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return engine.Load(path);
    }

    private void CheckNames(string what, (string Name, OrtValue Value)[] ours, IReadOnlyList<string> theirs)
    {
        string[] expected = [.. ours.Select(pair => pair.Name).Order(StringComparer.Ordinal)];
        string[] found = [.. theirs.Order(StringComparer.Ordinal)];
        if (!expected.SequenceEqual(found))
            throw new EngineException($"{file}: {what} must be {string.Join(", ", expected)}, got {string.Join(", ", found)}; export the model again.");
    }
}
