using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the optimisers here share: groups with their state tensors, and writing and reading that state.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private readonly List<GroupState> states = [];
    private readonly int slots;

    private protected OptimizerHelper(int slots) => this.slots = slots;

    /// <summary>Adds a group; settings that it leaves open are taken from the optimiser.</summary>
    public override void add_param_group(ParamGroup param_group)
    {
        Parameter[] fixedOrder = [.. param_group.Parameters];
        param_group.Parameters = fixedOrder;
        FillDefaults(param_group.Options);
        if (param_group.Options.InitialLearningRate == 0)
            param_group.Options.InitialLearningRate = param_group.LearningRate;
        base.add_param_group(param_group);
        states.Add(new GroupState(fixedOrder, slots));
    }

    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using (enable_grad())
                loss = closure();
        }
        for (int i = 0; i < states.Count; i++)
            Step(_parameter_groups[i].Options, states[i]);
        return loss;
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    /// <summary>Writes learning rates and state tensors, so that training goes on bit for bit after load_state_dict.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        writer.Write(GetType().Name);
        writer.Write(states.Count);
        for (int i = 0; i < states.Count; i++)
        {
            writer.Write(_parameter_groups[i].LearningRate);
            writer.Write(_parameter_groups[i].InitialLearningRate);
            states[i].Write(writer);
        }
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    public void load_state_dict(BinaryReader reader)
    {
        string kind = reader.ReadString();
        if (kind != GetType().Name)
            throw new InvalidDataException($"the state is that of {kind}, this optimiser is {GetType().Name}");
        int groups = reader.ReadInt32();
        if (groups != states.Count)
            throw new InvalidDataException($"the state has {groups} parameter groups, this optimiser has {states.Count}");
        for (int i = 0; i < groups; i++)
        {
            _parameter_groups[i].LearningRate = reader.ReadDouble();
            _parameter_groups[i].InitialLearningRate = reader.ReadDouble();
            states[i].Read(reader);
        }
    }

    private protected abstract void FillDefaults(OptimizerOptions options);

    private protected abstract void Step(OptimizerOptions options, GroupState state);

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        foreach (GroupState state in states)
            state.Dispose();
    }
}
