namespace Chs.Domain.Responses;

/// <summary>How far the payment of a family has got, as researchers track it.</summary>
public enum PaymentStatus
{
    None = 0,
    Review = 1,
    ToPay = 2,
    DoNotPay = 3,
    Paid = 4,
}
