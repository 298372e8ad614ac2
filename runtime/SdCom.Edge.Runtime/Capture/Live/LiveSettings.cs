namespace SdCom.Edge.Runtime.Capture.Live;

/// <summary>How patient we are with a camera.</summary>
public sealed record LiveSettings
{
    public static LiveSettings Default { get; } = new();

    /// <summary>How long opening may take before the attempt is given up.</summary>
    public TimeSpan OpenWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time without a picture after which a camera counts as silent; at least five of its frame periods are waited.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Time without a picture, or with none but damaged ones, after which the connection is given up; at least ten frame periods.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>The longest wait before the second attempt; each one after it may wait twice as long.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of all.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time that a camera must stay live for its failures to be forgotten.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the end of the program waits for the driver to let go of the camera.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(2);
}
