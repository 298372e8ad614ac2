using Microsoft.ML.OnnxRuntime;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Runtime.Quantisation;

/// <summary>Is told the numbers of an inner value of a graph, for one frame.</summary>
/// <param name="graph">The graph's file name.</param>
/// <param name="value">The value's name.</param>
/// <param name="numbers">Its numbers; they are gone after the call.</param>
/// <param name="channels">The length of its second axis.</param>
public delegate void ActivationWatcher(string graph, string value, ReadOnlySpan<float> numbers, int channels);

/// <summary>A graph that shows inner values as outputs, running one stream: it keeps the states that it is given back itself.</summary>
internal sealed class WatchedGraph : IDisposable
{
    private static readonly (string In, string Out)[] States = [(TensorNames.GateState, TensorNames.GateStateOut), (TensorNames.ShiftState, TensorNames.ShiftStateOut)];

    private readonly string name;
    private readonly InferenceSession session;
    private readonly RunOptions options = new();
    private readonly string[] inputNames;
    private readonly string[] outputNames;
    private readonly OrtValue[] inputs;
    private readonly List<(int Output, BoundTensor<float> State)> states = [];

    /// <summary>Loads a graph that reads <paramref name="image"/>, which stays its owner's.</summary>
    public WatchedGraph(Engine engine, string path, BoundTensor<byte> image)
    {
        name = Path.GetFileName(path);
        session = engine.Load(path);
        inputNames = [.. session.InputNames];
        outputNames = [.. session.OutputNames];
        inputs = [.. inputNames.Select(input => input == TensorNames.Image ? image.Value : State(input).Value)];
    }

    /// <summary>Runs the image and tells every output that is no state.</summary>
    public void Run(ActivationWatcher watcher)
    {
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, inputNames, inputs, outputNames);
        for (int i = 0; i < outputs.Count; i++)
        {
            if (!states.Exists(state => state.Output == i))
                watcher(name, outputNames[i], outputs[i].GetTensorDataAsSpan<float>(), (int)outputs[i].GetTensorTypeAndShape().Shape[1]);
        }

        foreach ((int output, BoundTensor<float> state) in states)
            outputs[output].GetTensorDataAsSpan<float>().CopyTo(state.Span);
    }

    /// <summary>Begins another stream.</summary>
    public void Reset() => states.ForEach(state => state.State.Span.Clear());

    public void Dispose()
    {
        states.ForEach(state => state.State.Dispose());
        options.Dispose();
        session.Dispose();
    }

    private BoundTensor<float> State(string input)
    {
        BoundTensor<float> state = new([.. session.InputMetadata[input].Dimensions.Select(n => (long)n)]);
        states.Add((Array.IndexOf(outputNames, States.Single(pair => pair.In == input).Out), state));
        return state;
    }
}
