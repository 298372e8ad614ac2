using SdCom.Edge.Synthetic.Drawing;
using SdCom.Edge.Synthetic.Motion;

namespace SdCom.Edge.Synthetic.Look;

/// <summary>Dresses a skeleton: limbs are shaded capsules, the trunk a rounded box, the head an ellipse with a face and a hat.</summary>
internal sealed class ActorPainter(ActorAppearance look)
{
    private const float Behind = -0.02f;

    public void Paint(in Canvas canvas, in Skeleton body, float pixelsPerHeight)
    {
        float unit = pixelsPerHeight * (float)look.Build, rim = MathF.Max(0.012f * pixelsPerHeight, 0.8f);
        bool rightLegFirst = body.RightLeg.Root.Nearness < body.LeftLeg.Root.Nearness;
        Leg(canvas, rightLegFirst ? body.RightLeg : body.LeftLeg, unit, rim);
        Leg(canvas, rightLegFirst ? body.LeftLeg : body.RightLeg, unit, rim);
        Arm(canvas, body.RightArm, unit, rim, behind: true);
        Arm(canvas, body.LeftArm, unit, rim, behind: true);
        Trunk(canvas, body, unit, rim);
        Head(canvas, body, pixelsPerHeight, rim);
        bool rightArmFirst = body.RightArm.End.Nearness < body.LeftArm.End.Nearness;
        Arm(canvas, rightArmFirst ? body.RightArm : body.LeftArm, unit, rim, behind: false);
        Arm(canvas, rightArmFirst ? body.LeftArm : body.RightArm, unit, rim, behind: false);
    }

    private void Leg(in Canvas canvas, in Limb leg, float unit, float rim)
    {
        Paint cloth = Cloth(look.Trousers, rim), shin = look.Shorts ? Flesh(look.Skin, rim) : cloth;
        float foot = 0.022f * unit;
        canvas.Capsule(leg.End.At, foot, leg.Tip.At, foot * 0.9f, Cloth(look.Shoes, rim));
        canvas.Capsule(leg.Middle.At, 0.031f * unit * leg.Middle.Scale, leg.End.At, 0.022f * unit * leg.End.Scale, shin);
        canvas.Capsule(leg.Root.At, 0.045f * unit, leg.Middle.At, 0.034f * unit * leg.Middle.Scale, cloth);
    }

    private void Arm(in Canvas canvas, in Limb arm, float unit, float rim, bool behind)
    {
        Paint sleeve = Cloth(look.Sleeves, rim), fore = look.ShortSleeves ? Flesh(look.Skin, rim) : sleeve;
        Paint hand = look.Gloves is { } gloves ? Cloth(gloves, rim) : Flesh(look.Skin, rim);
        bool upperBehind = arm.Middle.Nearness < Behind - 0.03f, foreBehind = (arm.Middle.Nearness + arm.End.Nearness) / 2 < Behind - 0.02f;
        float wrist = 0.0165f * unit * arm.End.Scale;
        if (upperBehind == behind) canvas.Capsule(arm.Root.At, 0.030f * unit, arm.Middle.At, 0.025f * unit * arm.Middle.Scale, sleeve);
        if (foreBehind != behind) return;
        canvas.Capsule(arm.End.At, wrist * 1.05f, arm.Tip.At, wrist * 1.15f, hand);
        canvas.Capsule(arm.Middle.At, 0.024f * unit * arm.Middle.Scale, arm.End.At, wrist, fore);
    }

    private void Trunk(in Canvas canvas, in Skeleton body, float unit, float rim)
    {
        float rounding = 0.022f * unit;
        Point chest = body.Chest.At, waist = body.Waist.At;
        canvas.Capsule(body.Neck.At, 0.024f * unit, body.Head.At, 0.022f * unit, Flesh(look.Skin, rim));
        Box(canvas, chest, waist, body.WaistHalf * 0.8f, body.WaistHalf * 0.8f, 0.93f, 1.06f, rounding * 1.3f, Cloth(look.Trousers, rim));
        Paint shirt = Cloth(look.Shirt, rim) with { StripeLength = look.Stripes < 1 ? 0.05f * unit : 0, StripeGain = (float)look.Stripes };
        Box(canvas, chest, waist, body.ChestHalf * 0.86f, body.WaistHalf * 0.86f, 0.04f, 0.97f, rounding, shirt);
        float half = body.ChestHalf;
        if (look.Vest is { } vest)
        {
            Box(canvas, chest, waist, half * 0.62f, half * 0.6f, 0.08f, 0.86f, rounding, Cloth(vest, rim));
            Box(canvas, chest, waist, half * 0.66f, half * 0.66f, 0.54f, 0.6f, 1, Cloth(new Rgb(235, 235, 235), 0));
        }
        else if (look.Badge is { } badge && body.FaceZ > 0.3f)
        {
            Box(canvas, chest, waist, half * 0.38f, half * 0.38f, 0.42f, 0.52f, 1, Cloth(badge, 0));
        }
    }

    private void Head(in Canvas canvas, in Skeleton body, float pixels, float rim)
    {
        Point centre = body.Head.At, neck = body.Neck.At;
        float dx = centre.X - neck.X, dy = centre.Y - neck.Y, length = MathF.Sqrt(dx * dx + dy * dy) + 1e-3f;
        float upX = dx / length, upY = dy / length, rightX = -upY, rightY = upX; // the head's own axes
        float wide = 0.048f * pixels, tall = 0.064f * pixels;
        canvas.Ellipse(centre, wide, tall, rightX, rightY, Flesh(look.Skin, rim));
        if (body.FaceZ > -0.2f)
        {
            // Features slide over the head as it turns.
            Point Feature(float side, float down) => new(
                centre.X + rightX * side * wide - upX * down * tall, centre.Y + rightY * side * wide - upY * down * tall);
            float slide = 0.62f * body.FaceX, spread = 0.36f * MathF.Max(body.FaceZ, 0.15f), eye = 0.009f * pixels;
            Paint dark = new(new Rgb(25, 20, 20));
            if (look.Glasses) canvas.Capsule(Feature(slide - spread, -0.02f), eye * 1.3f, Feature(slide + spread, -0.02f), eye * 1.3f, dark);
            canvas.Ellipse(Feature(slide - spread, -0.02f), eye, eye, 1, 0, dark);
            canvas.Ellipse(Feature(slide + spread, -0.02f), eye, eye, 1, 0, dark);
            canvas.Capsule(Feature(slide * 1.1f - spread * 0.7f, 0.5f), eye * 0.5f, Feature(slide * 1.1f + spread * 0.7f, 0.5f), eye * 0.5f, new(look.Skin * 0.55));
        }

        Point crown = new(centre.X + upX * 0.12f * tall, centre.Y + upY * 0.12f * tall);
        Rgb colour = look.Headwear == Headwear.None ? look.Hair : look.HeadwearColour;
        float bulge = look.Headwear switch { Headwear.Helmet => 1.16f, Headwear.Beanie => 1.1f, Headwear.Cap => 1.08f, _ => 1.06f };
        float brow = body.FaceZ < -0.2f && look.Headwear == Headwear.None ? 0.6f : -0.22f; // hair covers the back of the head
        canvas.Ellipse(crown, wide * bulge, tall * bulge * 0.98f, rightX, rightY, Cloth(colour, rim), brow * tall);
        if (look.Headwear is Headwear.Cap or Headwear.Helmet)
        {
            float brim = look.Headwear == Headwear.Cap ? 1.55f : 1.25f;
            Point At(float side) => new(crown.X + rightX * side * wide + upX * 0.24f * tall, crown.Y + rightY * side * wide + upY * 0.24f * tall);
            canvas.Capsule(At(-0.95f + MathF.Min(0, body.FaceX) * (brim - 1)), 0.008f * pixels, At(0.95f + MathF.Max(0, body.FaceX) * (brim - 1)), 0.008f * pixels, Cloth(colour * 0.8, 0));
        }
    }

    /// <summary>A piece of the trunk between two shares of the way from the shoulders to the hips.</summary>
    private static void Box(in Canvas canvas, Point chest, Point waist, float halfTop, float halfBottom, float from, float to, float rounding, in Paint paint)
    {
        float dx = waist.X - chest.X, dy = waist.Y - chest.Y, length = MathF.Sqrt(dx * dx + dy * dy) + 1e-3f;
        float rx = dy / length, ry = -dx / length; // to the right of the picture
        Point top = Point.Between(chest, waist, from), bottom = Point.Between(chest, waist, to);
        canvas.Quad(
            new(top.X - rx * halfTop, top.Y - ry * halfTop), new(top.X + rx * halfTop, top.Y + ry * halfTop),
            new(bottom.X + rx * halfBottom, bottom.Y + ry * halfBottom), new(bottom.X - rx * halfBottom, bottom.Y - ry * halfBottom),
            rounding, paint);
    }

    private static Paint Cloth(Rgb colour, float rim) => new(colour) { Roundness = 1, Rim = rim, Grain = 0.07f };

    private static Paint Flesh(Rgb colour, float rim) => new(colour) { Roundness = 1, Rim = rim };
}
