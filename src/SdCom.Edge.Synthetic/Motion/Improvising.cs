using SdCom.Edge.Synthetic.Drawing;

namespace SdCom.Edge.Synthetic.Motion;

/// <summary>Arms that go anywhere a shoulder and an elbow let them: no gesture, but every pose that one could pass through.</summary>
internal static class Improvising
{
    public static Gesture Draw(ulong seed)
    {
        Seeded random = new(seed, 11);
        bool together = random.Chance(0.3); // both arms do the same, as in half of the gestures
        Key[] keys = new Key[3];
        for (int i = 0; i < keys.Length; i++)
        {
            Arm right = Anywhere(random);
            keys[i] = new Key((double)i / keys.Length, right, together ? right : Anywhere(random));
        }

        double yaw = random.Chance(0.25) ? random.Between(-90, 90) : 0;
        return new Gesture("improvising", new Variant(1.5, 4, keys) { Yaw = yaw, Restlessness = 3 });
    }

    private static Arm Anywhere(Seeded random)
    {
        if (random.Chance(0.2)) return new(8, 3, 6, 10); // hangs: a lone arm signals
        double outward = random.Between(-15, 165), forward = random.Chance(0.5) ? random.Between(-10, 15) : random.Between(-25, 85);
        return random.Chance(0.35)
            ? new(outward, forward, outward + 12 * random.Bell(), forward + 12 * random.Bell()) // straight
            : new(outward, forward, random.Between(-85, 236), random.Chance(0.5) ? random.Between(-10, 30) : random.Between(-30, 160));
    }
}
