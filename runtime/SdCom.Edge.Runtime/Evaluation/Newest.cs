namespace SdCom.Edge.Runtime.Evaluation;

/// <summary>The newest items of a sequence that may never end: a run of months keeps no more of them than one of a day.</summary>
/// <param name="capacity">So many are kept.</param>
public sealed class Newest<T>(int capacity = 10_000)
{
    private readonly Queue<T> items = [];

    /// <summary>What is kept, oldest first.</summary>
    public IReadOnlyList<T> All => [.. items];

    /// <summary>Adds an item; the oldest one goes when there is no room.</summary>
    public void Add(T item)
    {
        if (items.Count == capacity)
            items.Dequeue();
        items.Enqueue(item);
    }
}
