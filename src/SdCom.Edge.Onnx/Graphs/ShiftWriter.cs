using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Onnx.Graphs;

/// <summary>Writes a trunk's <see cref="TemporalShift"/> at one width: the flat state of the frame before comes in, that of this frame goes out.</summary>
internal sealed class ShiftWriter
{
    private readonly GraphBuilder graph;
    private readonly BackboneSpec trunk;
    private readonly Width width;
    private readonly int length;
    private readonly Value state; // [1, K]
    private readonly Dictionary<string, ShiftSlot> slots;
    private readonly List<Value> kept = []; // [1, a slot's length] of each slot so far

    private ShiftWriter(GraphBuilder graph, BackboneSpec trunk, Width width, int size)
    {
        this.graph = graph;
        this.trunk = trunk;
        this.width = width;
        length = trunk.ShiftStateLength(size);
        slots = trunk.ShiftSlots(size).ToDictionary(slot => slot.Block.Name);
        state = graph.Input(TensorNames.ShiftState, DataType.Float, 1, length);
    }

    /// <summary>Adds the state's input for pictures of <paramref name="size"/> pixels a side; null when the trunk does not shift.</summary>
    /// <exception cref="ArgumentException">The trunk looks at the frame after.</exception>
    public static ShiftWriter? Create(GraphBuilder graph, BackboneSpec trunk, Width width, int size)
    {
        if (!trunk.Shifts())
            return null;
        if (trunk.LooksAhead)
            throw new ArgumentException($"{trunk.Name}: a bidirectional shift needs the frame after, which no stream has yet.", nameof(trunk));
        return new ShiftWriter(graph, trunk, width, size);
    }

    /// <summary>What the block's convolutions see of its input; the input itself when the block does not shift.</summary>
    public Value Write(Value input, BlockSpec block)
    {
        if (!slots.TryGetValue(block.Name, out ShiftSlot? slot))
            return input;
        int inputs = trunk.InputsAt(block.Convs[0], width);
        int channels = trunk.ShiftChannels(block, width);
        int used = channels * slot.Size * slot.Size;
        Value before = graph.Reshape(graph.Slice(state, axis: 1, slot.Offset, slot.Offset + used), [1, channels, slot.Size, slot.Size], $"{block.Name}.before");
        Value keeps = graph.Flatten(graph.Slice(input, axis: 1, 0, channels), $"{block.Name}.kept");
        kept.Add(used == slot.Length ? keeps : graph.PadEnd(keeps, slot.Length - used));
        return graph.Concat(1, [before, graph.Slice(input, axis: 1, channels, inputs)], $"{block.Name}.shifted");
    }

    /// <summary>Adds the state's output, when all blocks are written.</summary>
    public void Finish() => graph.Output(graph.Concat(1, [.. kept], TensorNames.ShiftStateOut), 1, length);
}
