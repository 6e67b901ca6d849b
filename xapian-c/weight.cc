/* The weighting scheme for databases whose wdf are length-normalised impacts. */
#include "internal.h"

#include <algorithm>
#include <cmath>

namespace
{

class ImpactWeight final : public Xapian::Weight
{
  public:
    ImpactWeight()
    {
        need_stat(COLLECTION_SIZE);
        need_stat(TERMFREQ);
        need_stat(WDF);
        need_stat(WDF_MAX);
    }

    Xapian::Weight *clone() const override { return new ImpactWeight; }
    std::string name() const override { return "xapian-c::ImpactWeight"; }
    double get_sumpart(Xapian::termcount wdf, Xapian::termcount, Xapian::termcount) const override
    {
        return scaled_idf_ * wdf;
    }
    double get_maxpart() const override { return scaled_idf_ * get_wdf_upper_bound(); }
    double get_sumextra(Xapian::termcount, Xapian::termcount) const override { return 0; }
    double get_maxextra() const override { return 0; }

  private:
    void init(double factor) override;

    double scaled_idf_ = 0;
};

/* BM25's idf in the form that is never negative. A factor of 0 announces the part without a term, which is nothing. */
void ImpactWeight::init(double factor)
{
    if (factor == 0) return;
    const double all = get_collection_size();
    const double holding = std::min<double>(get_termfreq(), all); /* a synonym's frequency is an estimate */
    scaled_idf_ = factor * std::log1p((all - holding + 0.5) / (holding + 0.5));
}

} // namespace

std::unique_ptr<Xapian::Weight> xap::new_impact_weight()
{
    return std::make_unique<ImpactWeight>();
}
