namespace SdCom.Edge.Runtime.Outputs.Queue;

/// <summary>A bounded queue of messages in which the oldest gives way. Not safe for threads by itself.</summary>
/// <param name="capacity">Messages that may wait.</param>
internal sealed class MessageRing(int capacity)
{
    private readonly OutputMessage[] messages = new OutputMessage[capacity];
    private int first;

    public int Count { get; private set; }

    /// <summary>Adds a message. False when the oldest had to go for it.</summary>
    public bool Add(in OutputMessage message)
    {
        bool roomy = Count < messages.Length;
        if (!roomy)
            Skip();
        messages[(first + Count++) % messages.Length] = message;
        return roomy;
    }

    public bool TryTake(out OutputMessage message)
    {
        message = default;
        if (Count == 0)
            return false;
        message = messages[first];
        Skip();
        return true;
    }

    private void Skip()
    {
        messages[first] = default; // its strings are not kept alive
        first = (first + 1) % messages.Length;
        Count--;
    }
}
