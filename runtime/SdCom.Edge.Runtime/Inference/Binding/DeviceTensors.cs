using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference.Binding;

/// <summary>
/// Tensors in buffers of a device that are bound once; the program's tensors are copied there and back around each run. A state (an input with an output of its
/// name and <c>_out</c>) has two buffers that take turns: what came out last lies where the next run reads, and needs no way there, unless another stream's
/// state, or none, is wanted. It is never read and written in one buffer, which CUDA graphs corrupt.
/// </summary>
internal sealed class DeviceTensors : SessionTensors
{
    private const string NextSuffix = "_out";

    private readonly DeviceMemory memory;
    private readonly OrtAllocator allocator;
    private readonly List<OrtValue> buffers = [];
    private readonly OrtIoBinding[] bindings = new OrtIoBinding[2]; // states go from buffer 0 to 1, and from 1 to 0
    private readonly DeviceState[] states;
    private readonly (OrtValue[] Host, OrtValue[] Device) brought; // inputs that are no states
    private readonly (OrtValue[] Host, OrtValue[] Device)[] fetched = new (OrtValue[], OrtValue[])[2]; // outputs, for each binding
    private int turn;

    /// <summary>Makes and binds the buffers.</summary>
    /// <param name="session">The session.</param>
    /// <param name="memory">The device's memory.</param>
    /// <param name="inputs">The program's tensors.</param>
    /// <param name="outputs">The program's tensors.</param>
    public DeviceTensors(InferenceSession session, DeviceMemory memory, (string Name, OrtValue Value)[] inputs, (string Name, OrtValue Value)[] outputs)
    {
        this.memory = memory;
        allocator = new OrtAllocator(session, memory.Info);
        try
        {
            states = [.. from input in inputs join output in outputs on input.Name + NextSuffix equals output.Name select new DeviceState(input, output, [Buffer(input.Value), Buffer(input.Value)])];
            (string Name, OrtValue Host, OrtValue Device)[] others = [.. inputs.Where(input => !states.Any(state => state.Input == input.Name)).Select(input => (input.Name, input.Value, Buffer(input.Value)))];
            (string Name, OrtValue Host, OrtValue Device)[] results = [.. outputs.Where(output => !states.Any(state => state.Output == output.Name)).Select(output => (output.Name, output.Value, Buffer(output.Value)))];
            brought = ([.. others.Select(other => other.Host)], [.. others.Select(other => other.Device)]);
            for (int from = 0; from < 2; from++)
            {
                int to = 1 - from;
                bindings[from] = Bind(
                    session,
                    [.. others.Select(other => (other.Name, other.Device)), .. states.Select(state => (state.Input, state.Buffers[from]))],
                    [.. results.Select(result => (result.Name, result.Device)), .. states.Select(state => (state.Output, state.Buffers[to]))]);
                fetched[from] = (
                    [.. results.Select(result => result.Host), .. states.Select(state => state.Next)],
                    [.. results.Select(result => result.Device), .. states.Select(state => state.Buffers[to])]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How often a state had to be brought to the device, for tests.</summary>
    internal int StatesBrought { get; private set; }

    public override OrtIoBinding Bring()
    {
        memory.Copy(brought.Host, brought.Device);
        foreach (DeviceState state in states)
        {
            if (state.IsThere)
                continue;
            state.Forget();
            memory.Copy(state.Host, state.Device[turn]);
            StatesBrought++;
        }

        return bindings[turn];
    }

    public override void Fetch()
    {
        memory.Copy(fetched[turn].Device, fetched[turn].Host);
        foreach (DeviceState state in states)
            state.Keep();
        turn = 1 - turn;
    }

    public override void Dispose()
    {
        foreach (OrtIoBinding? binding in bindings)
            binding?.Dispose();
        buffers.ForEach(buffer => buffer.Dispose());
        allocator.Dispose();
    }

    private OrtValue Buffer(OrtValue like)
    {
        OrtTensorTypeAndShapeInfo shape = like.GetTensorTypeAndShape();
        OrtValue buffer = OrtValue.CreateAllocatedTensorValue(allocator, shape.ElementDataType, shape.Shape);
        buffers.Add(buffer);
        return buffer;
    }
}
