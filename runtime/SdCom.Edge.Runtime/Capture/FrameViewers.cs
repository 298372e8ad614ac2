namespace SdCom.Edge.Runtime.Capture;

/// <summary>Several viewers of one camera, each shown only the frames that it wants.</summary>
/// <param name="viewers">They stay their owner's.</param>
public sealed class FrameViewers(IReadOnlyList<IFrameViewer> viewers) : IFrameViewer
{
    private readonly bool[] wanting = new bool[viewers.Count];

    public bool Wants(TimeSpan time)
    {
        bool any = false;
        for (int i = 0; i < wanting.Length; i++)
            any |= wanting[i] = viewers[i].Wants(time);
        return any;
    }

    public void Show(Frame frame)
    {
        for (int i = 0; i < wanting.Length; i++)
        {
            if (wanting[i])
                viewers[i].Show(frame);
        }
    }
}
