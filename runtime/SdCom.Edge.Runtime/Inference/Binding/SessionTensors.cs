using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference.Binding;

/// <summary>How a session's inputs get to where it computes, and its outputs back into the program's memory.</summary>
internal abstract class SessionTensors : IDisposable
{
    /// <summary>
    /// The way of an engine. On the CPU tensors are read and written in place. A provider that was registered as a plugin also copies (OrtEnv.CopyTensors, since
    /// 1.23), so its buffers are bound once. One that is built into the library copies only what is bound, so its inputs are bound anew for each run.
    /// </summary>
    public static SessionTensors Of(Engine engine, InferenceSession session, (string Name, OrtValue Value)[] inputs, (string Name, OrtValue Value)[] outputs)
    {
        if (engine.Device is { } memory)
            return new DeviceTensors(session, memory, inputs, outputs);
        return engine.Settings.Provider == "cpu" ? new HostTensors(session, inputs, outputs) : new ReboundTensors(session, inputs, outputs);
    }

    /// <summary>Brings the inputs, and tells what to run with.</summary>
    public abstract OrtIoBinding Bring();

    /// <summary>Fetches the outputs.</summary>
    public abstract void Fetch();

    public abstract void Dispose();

    /// <summary>Binds every tensor.</summary>
    protected static OrtIoBinding Bind(InferenceSession session, IEnumerable<(string Name, OrtValue Value)> inputs, IEnumerable<(string Name, OrtValue Value)> outputs)
    {
        OrtIoBinding binding = session.CreateIoBinding();
        try
        {
            foreach ((string name, OrtValue value) in inputs)
                binding.BindInput(name, value);
            foreach ((string name, OrtValue value) in outputs)
                binding.BindOutput(name, value);
            return binding;
        }
        catch
        {
            binding.Dispose();
            throw;
        }
    }
}
