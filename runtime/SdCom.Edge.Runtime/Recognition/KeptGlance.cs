using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>The picture and the primary feature of a glance, kept while other streams use the nets: copying 50 KB is far cheaper than a set of sessions for each camera.</summary>
internal sealed class KeptGlance(Nets nets)
{
    private readonly byte[] image = new byte[nets.Image.Length];
    private readonly float[] primary = new float[nets.Static.Primary.Span.Length];

    /// <summary>Copies what the nets hold.</summary>
    public void Keep(Nets from)
    {
        from.Image.CopyTo(image);
        from.Static.Primary.Span.CopyTo(primary);
    }

    /// <summary>Puts it back.</summary>
    public void Restore(Nets to)
    {
        image.CopyTo(to.Image);
        primary.CopyTo(to.Static.Primary.Span);
    }
}
