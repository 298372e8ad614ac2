namespace SdCom.Edge.Fleet.Rollout;

/// <summary>What the orders so far ask of each node. Safe for threads.</summary>
public sealed class RolloutPlan
{
    private readonly Lock gate = new();
    private readonly List<RolloutOrder> models = []; // one order a model, in the order in which the models were first asked for

    /// <summary>Takes in an order; it replaces an older one about the same model. One that had been withdrawn and is asked for again is the newest.</summary>
    public void Add(RolloutOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        lock (gate)
        {
            int known = models.FindIndex(model => model.ModelHash == order.ModelHash);
            if (known >= 0 && models[known].Share > 0)
            {
                models[known] = order;
                return;
            }

            if (known >= 0)
                models.RemoveAt(known);
            models.Add(order);
        }
    }

    /// <summary>The model that a node is to run: the newest one whose share it is in; null for the one that it was started with.</summary>
    /// <param name="node">The node.</param>
    /// <param name="over">Hashes of models that it will not run.</param>
    public RolloutOrder? WantedOf(string node, params IEnumerable<string> over)
    {
        lock (gate)
            return models.FindLast(order => CanaryTicket.Of(node, order.ModelHash) < order.Share && !over.Contains(order.ModelHash));
    }
}
