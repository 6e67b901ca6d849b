/* The weighting scheme for databases whose wdf are length-normalised impacts. */
#include "internal.h"

#include <algorithm>
#include <cmath>

namespace
{

constexpr int IDF_BITS = 34; /* behind the binary point */

class ImpactWeight final : public Xapian::Weight
{
  public:
    explicit ImpactWeight(const xap::Given &given) : given_(given)
    {
        need_stat(COLLECTION_SIZE);
        need_stat(TERMFREQ);
        need_stat(WDF);
        need_stat(WDF_MAX);
        need_stat(WQF);
    }

    Xapian::Weight *clone() const override { return new ImpactWeight(given_); }
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
    double frequency() const;

    const xap::Given &given_;
    double scaled_idf_ = 0;
};

/* The only thing of ours that libxapian carries from a term of the query to its weight is the wqf. */
double ImpactWeight::frequency() const
{
    const size_t row = get_wqf();
    return row < xap::GIVEN_WQF ? get_termfreq() : given_.frequencies[row - xap::GIVEN_WQF];
}

/* A factor of 0 announces the part without a term, which is nothing. */
void ImpactWeight::init(double factor)
{
    if (factor == 0) return;
    const double all = given_.documents ? given_.documents : get_collection_size();
    const double scaled = factor * xap_idf(all, frequency());
    scaled_idf_ = std::ldexp(std::nearbyint(std::ldexp(scaled, IDF_BITS)), -IDF_BITS);
}

} // namespace

double xap_idf(double documents, double holding)
{
    holding = std::min(holding, documents); /* a synonym's frequency is an estimate */
    return std::log1p((documents - holding + 0.5) / (holding + 0.5));
}

std::unique_ptr<Xapian::Weight> xap::new_impact_weight(const Given &given)
{
    return std::make_unique<ImpactWeight>(given);
}
