namespace SdCom.Edge.Synthetic.Look;

/// <summary>What stands behind the actor.</summary>
public enum BackgroundKind
{
    SkyAndGround,
    Runway,
    Field,
    Room,
    Brick,
    Trees,
    Town,
    Blobs,
    Hangar,
}
